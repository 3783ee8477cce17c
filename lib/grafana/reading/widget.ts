import {
  isObject,
  type Json,
  type JsonObject,
  listIn,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
} from '../../rehearsal/assembly/json';
import { unitOfGrafana } from '../units';
import { type Application, lineOf, NotImported } from './query';

/** Panels, and the view of a widget that shows the same; `graph` and `singlestat` are of older Grafanas. */
const VIEWS: Readonly<Record<string, string>> = {
  ...{ timeseries: 'timeSeries', graph: 'timeSeries', stat: 'singleValue', singlestat: 'singleValue' },
  ...{ gauge: 'gauge', bargauge: 'bar', piechart: 'pie', table: 'table' },
};

const COLOURS: Readonly<Record<string, string>> = {
  ...{ red: '#d62728', orange: '#ff7f0e', yellow: '#b8a000', green: '#2ca02c', blue: '#1f77b4', purple: '#9467bd' },
};

/** A panel as a widget of CloudWatch. @param note says what of it is left out @throws NotImported */
export function widgetOf(panel: JsonObject, application: Application, note: (message: string) => void): JsonObject {
  const type = textIn(panel.type) ?? '';
  const title = textIn(panel.title) ?? '';
  if (type === 'text') {
    const markdown = textIn(objectIn(panel.options).content) ?? textIn(panel.content) ?? '';
    return { type: 'text', properties: { markdown: title === '' ? markdown : `## ${title}\n${markdown}` } };
  }
  const view = VIEWS[type];
  if (view === undefined) throw new NotImported(`CloudWatch has no widget like a panel of type '${type}'`);
  const rows = objectsIn(panel.targets).flatMap((target): Json[] => {
    try {
      return [rowOf(target, application)];
    } catch (error) {
      if (!(error instanceof NotImported)) throw error;
      note(`the query ${textIn(target.refId) ?? textIn(target.expr) ?? ''} is left out: ${error.message}`);
      return [];
    }
  });
  if (!rows.some((row) => !isHidden(row))) throw new NotImported('none of its queries can be imported');
  const { unit, min, max, thresholds } = objectIn(objectIn(panel.fieldConfig).defaults);
  const horizontal = objectsIn(objectIn(thresholds).steps).flatMap(({ value, color }) => {
    const number = numberIn(value);
    return number === undefined ? [] : [{ value: number, color: COLOURS[textIn(color) ?? ''] ?? '#d62728' }];
  });
  const label = unitOfGrafana(textIn(unit) ?? '');
  const left = {
    ...(label !== undefined && { label, showUnits: false }),
    ...bounds({ min: numberIn(min), max: numberIn(max) }),
  };
  return {
    type: 'metric',
    properties: {
      ...{ title, view, metrics: rows, region: { Ref: 'AWS::Region' }, period: PERIOD },
      ...(view === 'singleValue' && { sparkline: true }),
      ...(horizontal.length > 0 && { annotations: { horizontal } }),
      ...(Object.keys(left).length > 0 && { yAxis: { left } }),
    },
  };
}

const PERIOD = 60;

const isHidden = (row: Json): boolean => objectIn(listIn(row).find(isObject)).visible === false;

const bounds = (given: { readonly min?: number; readonly max?: number }): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** A query as a row of a widget. */
function rowOf(target: JsonObject, application: Application): Json {
  const expr = textIn(target.expr);
  if (expr !== undefined) {
    const { expression, by } = lineOf(expr, application);
    return [{ expression, label: labelOf(textIn(target.legendFormat), by) }];
  }
  const { namespace, metricName, hide } = target;
  if (target.queryMode === 'Logs') throw new NotImported('it asks for log lines');
  if (textIn(target.sqlExpression)) throw new NotImported('it is a query of Metrics Insights');
  const options = {
    ...(textIn(target.id) && { id: textIn(target.id) }),
    ...(textIn(target.label) && { label: textIn(target.label) }),
    ...(hide === true && { visible: false }),
  };
  const expression = textIn(target.expression);
  if (expression !== undefined && expression !== '') return [{ expression, ...options }];
  if (textIn(namespace) === undefined || textIn(metricName) === undefined)
    throw new NotImported('it asks neither CloudWatch nor Prometheus for a metric');
  const dimensions = Object.entries(objectIn(target.dimensions)).map(([key, value]) => {
    const [only, ...others] = [...(Array.isArray(value) ? value : [value])].map((each) => textIn(each as Json) ?? '');
    if (only === undefined || others.length > 0 || only === '*' || /\$/.test(only))
      throw new NotImported(`the dimension ${key} is not one value`);
    return [key, only];
  });
  const stat = textIn(target.statistic) ?? textIn(listIn(target.statistics)[0]) ?? 'Average';
  const period = numberIn(target.period);
  return [
    textIn(namespace),
    textIn(metricName),
    ...dimensions.flat(),
    { stat, ...(period && { period }), ...options },
  ] as Json;
}

/** `{{partner}} avg` names the dimension by which there are several lines. */
function labelOf(format: string | undefined, by: string | undefined): string {
  const value = by === undefined ? '' : `\${PROP('Dim.${by}')}`;
  if (format === undefined || format === '' || format === '__auto') return value;
  const labels = [...format.matchAll(/\{\{\s*(\w+)\s*\}\}/g)];
  const named = labels.reduce((text, [all], index) => text.replace(all, index === 0 ? value : ''), format);
  return named.replace(/^[\s-]+|[\s-]+$/g, '') || value;
}
