import { SEVERITIES } from '../../contracts/severity';
import { AlarmIndex } from '../assembly/alarm-index';
import type {
  Alarm,
  Assembly,
  Dashboard,
  LeftOutAlarm,
  Message,
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
  const groups = new Map<string, Alarm[]>();
  for (const alarm of assembly.alarms) {
    const key = JSON.stringify([alarm.environment, alarm.component]);
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  const reports = [...groups.values()].map((alarms) => componentReport(alarms, routes, index));
  return reports.sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

const keyOf = ({ environment = '', component }: ComponentReport): string => `${environment}/${component}`;

function componentReport(alarms: readonly Alarm[], routes: Routes, index: AlarmIndex): ComponentReport {
  const [{ component, environment } = { component: '', environment: undefined }] = alarms;
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
