import { guidanceIn } from '../../lambda/shared/parsing/description';
import { withChoices } from '../rehearsal/assembly/dashboard-variables';
import { type JsonObject, objectIn, objectsIn, textIn } from '../rehearsal/assembly/json';
import { metricRows } from '../rehearsal/assembly/metric-rows';
import type { Alarm } from '../rehearsal/assembly/model';
import type { MetricIdentity } from '../rehearsal/simulator/model';
import { positionsOf } from './grid';
import { CLOUDWATCH, type GrafanaDashboard, type Panel, type PanelContent, SCHEMA_VERSION } from './model';
import { alarmPanel } from './panels/alarm-panel';
import { graphPanel } from './panels/graph-panel';
import { logPanel } from './panels/log-panel';
import { textPanel } from './panels/text-panel';
import { uidOf } from './uid';
import { type Control, controlsOf } from './variables';

/** A dashboard of CloudWatch, with what is known of its surroundings. */
export interface Exported {
  readonly name: string;
  readonly body: JsonObject;
  readonly region?: string;
  readonly account?: string;
  /** Of the app, for runbooks and the names of alarms. */
  readonly alarms: readonly Alarm[];
  /** Lists alerts of Prometheus where CloudWatch lists alarms. */
  readonly listsAlerts: boolean;
  /** @default - the name */
  readonly title?: string;
  readonly tags?: readonly string[];
  /** How often it is loaded again. @default - 5m */
  readonly refresh?: string;
}

const TAG = 'vigil';
const MOST_LINKS = 5;

/** The same dashboard for Grafana, and what of it is left out. */
export function grafanaDashboard(exported: Exported): { dashboard: GrafanaDashboard; remarks: string[] } {
  const { name, body, alarms } = exported;
  const { controls, remarks } = controlsOf(body);
  const positions = positionsOf(objectsIn(body.widgets));
  const panels = objectsIn(body.widgets).flatMap((widget, index): Panel[] => {
    const content = contentOf(widget, controls, exported);
    if (typeof content === 'string') remarks.push(content);
    return typeof content === 'string'
      ? []
      : [{ id: index + 1, gridPos: positions[index] as Panel['gridPos'], ...content }];
  });
  const environment = alarms.find((alarm) => alarm.environment !== undefined)?.environment;
  const tags = [TAG, ...(environment === undefined ? [] : [environment])];
  const dashboard = {
    uid: uidOf(name),
    title: exported.title ?? name,
    tags: [...tags, ...(exported.tags ?? [])],
    timezone: 'utc',
    editable: false,
    graphTooltip: 1,
    schemaVersion: SCHEMA_VERSION,
    time: { from: `now${fromOf(body)}`, to: 'now' },
    refresh: exported.refresh ?? '5m',
    links: [dashboardsLink(tags)],
    annotations: { list: alarmChanges(exported) },
    templating: { list: controls.map(({ variable }) => variable) },
    panels,
  };
  return { dashboard, remarks };
}

/** A panel, or why there is none. */
function contentOf(widget: JsonObject, controls: readonly Control[], exported: Exported): PanelContent | string {
  const written = objectIn(widget.properties);
  const type = textIn(widget.type) ?? '';
  const region = textIn(written.region) ?? exported.region;
  const title = textIn(written.title);
  switch (type) {
    case 'text':
      return textPanel(written);
    case 'alarm':
      return alarmPanel(written, { ...exported, region });
    case 'log':
      return logPanel(written, { region, account: exported.account });
    case 'metric': {
      if (metricRows(written).length === 0)
        return `the widget '${title ?? 'without title'}' draws alarms, not metrics.`;
      const properties = chosen(written, controls);
      const panel = graphPanel(properties, textIn(properties.region) ?? region ?? 'default');
      return { ...panel, links: runbooksOf(written, exported.alarms) };
    }
    default:
      return `a widget of type '${type}'${title === undefined ? '' : ` ('${title}')`} has no counterpart in Grafana.`;
  }
}

/** With Grafana's variables instead of the values that they begin with. */
const chosen = (properties: JsonObject, controls: readonly Control[]): JsonObject => {
  const changes = controls.flatMap((control) => control.changes ?? []);
  return withChoices(properties, changes, Object.fromEntries(changes.map(({ id }) => [id, `$${id}`])));
};

/** Links to the runbooks of alarms on the metrics of a widget. */
function runbooksOf(properties: JsonObject, alarms: readonly Alarm[]): JsonObject[] {
  const drawn = new Set(metricRows(properties).flatMap(({ metric }) => (metric === undefined ? [] : [keyOf(metric)])));
  const links = alarms.flatMap((alarm) => {
    const reads = 'queries' in alarm && alarm.queries.some(({ metric }) => metric && drawn.has(keyOf(metric)));
    const { runbookUrl: url, facts } = guidanceIn(alarm.description);
    return reads && url !== undefined ? [{ title: `Runbook: ${facts.rule}`, url, targetBlank: true }] : [];
  });
  return [...new Map(links.map((link) => [link.url, link])).values()].slice(0, MOST_LINKS).map(linkTo);
}

const keyOf = ({ namespace, name, dimensions }: MetricIdentity): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);

const LINK = { asDropdown: false, icon: 'external link', includeVars: false, keepTime: false, tags: [], tooltip: '' };

const linkTo = (link: JsonObject): JsonObject => ({ ...LINK, type: 'link', ...link });

const dashboardsLink = (tags: readonly string[]): JsonObject => ({
  ...LINK,
  ...{ type: 'dashboards', title: 'Dashboards', url: '', icon: 'dashboard' },
  ...{ asDropdown: true, includeVars: true, keepTime: true, targetBlank: false, tags },
});

/** `-3h`, of a start such as `-PT3H`. */
function fromOf({ start }: JsonObject): string {
  const [, amount, unit] = /^-PT?(\d+)([WDHM])$/.exec(textIn(start) ?? '') ?? [];
  return amount === undefined || unit === undefined ? '-3h' : `-${amount}${unit.toLowerCase()}`;
}

/** Marks changes of alarms on all graphs: of those whose names begin as those of the app's stacks do. */
function alarmChanges({ alarms, region }: Exported): JsonObject[] {
  const prefixes = [...new Set(alarms.flatMap(({ name }) => /^[^/]+\//.exec(name)?.[0] ?? []))];
  return prefixes.map((alarmNamePrefix) => ({
    name: `Alarms of ${alarmNamePrefix.slice(0, -1)}`,
    datasource: { ...CLOUDWATCH },
    enable: true,
    iconColor: 'red',
    target: {
      ...{ refId: 'A', queryMode: 'Annotations', region: region ?? 'default', namespace: '' },
      ...{ prefixMatching: true, alarmNamePrefix },
    },
  }));
}
