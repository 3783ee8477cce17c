import { consoleHost } from '../../contracts/console';
import { type JsonObject, textIn, textsIn } from '../../rehearsal/assembly/json';
import type { Alarm } from '../../rehearsal/assembly/model';
import type { PanelContent } from '../model';
import { PROMETHEUS_NAME } from '../provisioning/data-sources';
import { markdownPanel } from './text-panel';

export interface AlarmPanels {
  readonly alarms: readonly Alarm[];
  readonly region?: string;
  /** Lists the alerts of the rules that `vigil export prometheus` writes, instead of links to the alarms. */
  readonly listsAlerts: boolean;
}

/** A list of alarms. Grafana has no panel for the states of CloudWatch's alarms: it links to them, or lists alerts of Prometheus. */
export function alarmPanel(properties: JsonObject, { alarms, region, listsAlerts }: AlarmPanels): PanelContent {
  const title = textIn(properties.title) ?? '';
  const listed = textsIn(properties.alarms).flatMap(
    (reference) => alarms.find(({ arn, name }) => reference === arn || reference === name) ?? [],
  );
  const components = [...new Set(listed.map(({ component }) => component))];
  if (listsAlerts) return alertList(title, components);
  const root = `https://${consoleHost(region ?? '')}/cloudwatch/home?region=${region ?? ''}#alarmsV2:`;
  if (textsIn(properties.states).length > 0)
    return markdownPanel(title, `[Alarms in ALARM](${root}?~(alarmStateFilter~'ALARM))`);
  const links = listed.map(
    ({ name, label, severity }) => `${severity} [${label}](${root}alarm/${encodeURIComponent(name)})`,
  );
  return markdownPanel(title, links.join(' · '));
}

const alertList = (title: string, components: readonly string[]): PanelContent => ({
  type: 'alertlist',
  title,
  options: {
    viewMode: 'list',
    groupMode: 'default',
    groupBy: [],
    maxItems: 50,
    sortOrder: 3,
    dashboardAlerts: false,
    alertName: '',
    alertInstanceLabelFilter: components.length === 1 ? `{component=${JSON.stringify(components[0])}}` : '',
    datasource: PROMETHEUS_NAME,
    stateFilter: { firing: true, pending: true, noData: true, error: true, normal: false },
  },
});
