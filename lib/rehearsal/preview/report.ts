import type { Change } from '../../contracts/changes';
import { SEVERITIES } from '../../contracts/severity';
import { AlarmIndex } from '../assembly/alarm-index';
import type {
  Alarm,
  Assembly,
  Dashboard,
  LeftOutAlarm,
  Message,
  NotWatched,
  RefusedProperty,
  Topic,
  Unresolved,
} from '../assembly/model';
import { type Budget, budgetsOf } from './budgets';
import { conditionInWords } from './condition-text';
import { type Estimate, estimateOf, priceOf } from './estimate';
import { type AlarmRoute, endpointInWords, Routes } from './routes';
import { type Records, type VerificationReport, verificationOf } from './verification';

/** What the deployment of an assembly creates. */
export interface Report {
  readonly components: readonly ComponentReport[];
  readonly dashboards: readonly Dashboard[];
  /** Composites that mask: while one is in ALARM, no message says that another of its alarms fires. */
  readonly masking: readonly string[];
  readonly topics: readonly TopicReport[];
  readonly budgets: readonly Budget[];
  readonly estimate: Estimate;
  readonly notWatched: readonly NotWatched[];
  readonly changes: readonly Change[];
  readonly leftOut: readonly LeftOutAlarm[];
  readonly refused: readonly RefusedProperty[];
  readonly unresolved: readonly Unresolved[];
  readonly messages: readonly Message[];
  /** What AWS answered about the conditions, if records were looked for. */
  readonly verification?: VerificationReport;
}

export interface ComponentReport {
  readonly component: string;
  readonly type?: string;
  readonly environment?: string;
  /** Where several stacks have a component of this name. */
  readonly stack?: string;
  /** US dollars a month of its alarms. */
  readonly monthly: number;
  readonly alarms: readonly AlarmReport[];
}

export interface AlarmReport {
  readonly name: string;
  readonly label: string;
  readonly severity: Alarm['severity'];
  readonly condition: string;
  readonly route: AlarmRoute;
}

export interface TopicReport extends Topic {
  readonly subscribers: readonly string[];
}

/** @param records of `vigil verify`, if they were looked for */
export function reportOn(assembly: Assembly, records?: Records): Report {
  return {
    components: componentsOf(assembly),
    masking: maskingIn(assembly),
    dashboards: assembly.dashboards,
    topics: assembly.topics.map((topic) => ({ ...topic, subscribers: subscribersOf(topic, assembly) })),
    budgets: budgetsOf(assembly),
    estimate: estimateOf(assembly),
    notWatched: assembly.notWatched,
    changes: assembly.changes,
    leftOut: assembly.leftOut,
    refused: assembly.refused,
    unresolved: assembly.unresolved,
    messages: assembly.messages,
    ...(records === undefined ? {} : { verification: verificationOf(assembly, records) }),
  };
}

function maskingIn(assembly: Assembly): string[] {
  const routes = new Routes(assembly);
  return assembly.alarms.filter((alarm) => routes.masks(alarm)).map(({ name }) => name);
}

function componentsOf(assembly: Assembly): ComponentReport[] {
  const routes = new Routes(assembly);
  const index = new AlarmIndex(assembly.alarms);
  const reports = componentsIn(assembly.alarms).map((alarms) => componentReport(alarms, routes, index));
  const names = reports.map(nameOf);
  const isShared = (report: ComponentReport) => names.filter((name) => name === nameOf(report)).length > 1;
  return reports
    .map((report) => (isShared(report) ? report : { ...report, stack: undefined }))
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

/** The alarms of each component. Where two stacks have the same alarm of a name, each has a component of its own. */
function componentsIn(alarms: readonly Alarm[]): Alarm[][] {
  const named = groupsOf(alarms, ({ environment, component, type }) => JSON.stringify([environment, component, type]));
  return named.flatMap((group) => {
    const labels = groupsOf(group, ({ label }) => label);
    const isOne = labels.every((same) => new Set(same.map(({ stack }) => stack)).size === 1);
    return isOne ? [group] : groupsOf(group, ({ stack }) => stack);
  });
}

function groupsOf(alarms: readonly Alarm[], keyOf: (alarm: Alarm) => string): Alarm[][] {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms) groups.set(keyOf(alarm), [...(groups.get(keyOf(alarm)) ?? []), alarm]);
  return [...groups.values()];
}

const nameOf = ({ environment = '', component }: ComponentReport): string => `${environment}/${component}`;
const keyOf = (report: ComponentReport): string => `${nameOf(report)}/${report.stack ?? ''}`;

function componentReport(alarms: readonly Alarm[], routes: Routes, index: AlarmIndex): ComponentReport {
  const [{ component, environment, stack } = { component: '', environment: undefined, stack: '' }] = alarms;
  const reports = alarms.map((alarm) => ({
    name: alarm.name,
    label: alarm.label,
    severity: alarm.severity,
    condition: conditionInWords(alarm, (reference) => shortName(index.find(reference, alarm.stack), alarm, reference)),
    route: routes.of(alarm),
  }));
  return {
    component,
    environment,
    stack,
    type: alarms.find(({ type }) => type !== undefined)?.type,
    monthly: priceOf(alarms),
    alarms: reports.sort((one, other) => urgencyOf(one) - urgencyOf(other)),
  };
}

/** Unknown ones last. */
const urgencyOf = ({ severity }: AlarmReport): number =>
  severity === 'unknown' ? SEVERITIES.length : SEVERITIES.indexOf(severity);

/** Within a component, the label is enough. */
function shortName(alarm: Alarm | undefined, from: Alarm, reference: string): string {
  if (alarm === undefined) return reference.replace(/^arn:.*:alarm:/, '');
  return alarm.component === from.component ? alarm.label : `${alarm.component}/${alarm.label}`;
}

const subscribersOf = ({ arn }: Topic, { subscriptions }: Assembly): string[] =>
  subscriptions
    .filter(({ topicArn }) => topicArn === arn)
    .map((subscription) => `${subscription.protocol} ${endpointInWords(subscription)}`);
