import type { DashboardVariable } from '../rehearsal/assembly/dashboard-variables';
import { type JsonObject, objectIn, objectsIn, textIn } from '../rehearsal/assembly/json';
import { metricRows } from '../rehearsal/assembly/metric-rows';
import type { MetricIdentity } from '../rehearsal/simulator/model';
import { CLOUDWATCH } from './model';
import { CLOUDWATCH_UID } from './provisioning/data-sources';

/** A control of a dashboard, and what it changes. */
export interface Control {
  readonly changes?: DashboardVariable;
  readonly variable: JsonObject;
}

/** Dimensions of an application's metrics, and the control for each: see `lib/catalogue`. */
const DIMENSIONS: readonly (readonly [dimension: string, name: string, label: string])[] = [
  ['Environment', 'environment', 'Environment'],
  ['Service', 'component', 'Component'],
];

const ON_LOAD = 1;
const DATA_SOURCE: Control = {
  variable: {
    type: 'datasource',
    name: 'datasource',
    label: 'Data source',
    query: 'cloudwatch',
    current: { text: 'CloudWatch', value: CLOUDWATCH_UID },
  },
};

/**
 * The controls of a dashboard: its data source; the region, an environment and a component if all its metrics have the same; and
 * its own variables.
 */
export function controlsOf(body: JsonObject): { controls: Control[]; remarks: string[] } {
  const metrics = objectsIn(body.widgets).flatMap(({ properties }) =>
    metricRows(objectIn(properties)).flatMap(({ metric, expression }) => metric ?? searchedIn(expression ?? '')),
  );
  const own = objectsIn(body.variables).map(ownControl);
  return {
    controls: [
      DATA_SOURCE,
      ...regionControl(body),
      ...DIMENSIONS.flatMap(([dimension, name, label]) => dimensionControl(dimension, name, label, metrics)),
      ...own.flatMap((each) => (typeof each === 'string' ? [] : [each])),
    ],
    remarks: own.filter((each) => typeof each === 'string'),
  };
}

/** What searches look for, as far as they name it: `SEARCH('{Shop,Service} MetricName="Paid" Service="orders"', 'Sum')`. */
const searchedIn = (expression: string): MetricIdentity[] =>
  [...expression.matchAll(/SEARCH\('\{"?([^,"}]+)[^}]*\}([^']*)'/g)].map(([, namespace = '', words = '']) => {
    const named = Object.fromEntries([...words.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const { MetricName: name = '', ...dimensions } = named;
    return { namespace, name, dimensions };
  });

function regionControl(body: JsonObject): Control[] {
  const region = theOnly(
    objectsIn(body.widgets).flatMap(({ properties }) => textIn(objectIn(properties).region) ?? []),
  );
  return region === undefined
    ? []
    : [asked({ name: 'region', label: 'Region', query: 'regions()', value: region, text: 'region' })];
}

function dimensionControl(
  dimension: string,
  name: string,
  label: string,
  metrics: readonly MetricIdentity[],
): Control[] {
  const having = metrics.filter(({ dimensions }) => dimensions[dimension] !== undefined);
  const value = theOnly(having.map(({ dimensions }) => dimensions[dimension] as string));
  const [first] = having;
  if (value === undefined || first === undefined) return [];
  const query = `dimension_values($region,${first.namespace},${first.name},${dimension})`;
  return [asked({ name, label, query, value, text: dimension })];
}

const theOnly = (values: readonly string[]): string | undefined => (new Set(values).size === 1 ? values[0] : undefined);

interface Asked {
  readonly name: string;
  readonly label: string;
  /** In the language of the CloudWatch data source. */
  readonly query: string;
  readonly value: string;
  /** The dimension or property that it changes. */
  readonly text: string;
}

const asked = ({ name, label, query, value, text }: Asked): Control => ({
  changes: { id: name, type: 'property', text, defaultValue: value },
  variable: {
    type: 'query',
    name,
    label,
    datasource: { ...CLOUDWATCH },
    query,
    refresh: ON_LOAD,
    current: { text: value, value },
  },
});

/** A variable of CloudWatch, or why there is no control for it. */
function ownControl(written: JsonObject, index: number): Control | string {
  const type = textIn(written.type) === 'pattern' ? 'pattern' : 'property';
  const text = textIn(written[type]) ?? '';
  const id = textIn(written.id) ?? `variable${index}`;
  const name = id.replace(/\W/g, '_');
  const label = textIn(written.label) ?? id;
  const values = objectsIn(written.values).flatMap((each) => {
    const value = textIn(each.value);
    return value === undefined ? [] : [{ value, text: textIn(each.label) ?? value }];
  });
  const value = textIn(written.defaultValue) ?? values[0]?.value;
  if (value === undefined || values.length === 0) return `the variable '${label}' has no values that are written out.`;
  return {
    changes: { id: name, type, text, defaultValue: value },
    variable: {
      type: 'custom',
      name,
      label,
      query: values.map((each) => `${escaped(each.text)} : ${escaped(each.value)}`).join(', '),
      options: values.map((each) => ({ ...each, selected: each.value === value })),
      current: values.find((each) => each.value === value) ?? { text: value, value },
    },
  };
}

/** In a list of Grafana, a comma separates values. */
const escaped = (text: string): string => text.replace(/,/g, '\\,');
