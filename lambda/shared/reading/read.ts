import { createHash } from 'node:crypto';
import { testChange, testIn } from '../../../lib/contracts/alert-test';
import { SEVERITIES, Severity } from '../../../lib/contracts/severity';
import type { Alert, AlertState } from '../alerts/alert';
import { guidanceIn } from './description';
import { type Envelope, unwrap } from './envelope';
import { type Fields, fieldsIn, inCamelCase, listIn, parsed, textIn, timeIn } from './fields';
import { measurementIn, metricsIn } from './measurement';

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
/** Longer than anything that CloudWatch sends, shorter than what any channel shows. */
const LONGEST_REASON = 4000;

/** What differs between the shapes that a change of state arrives in. */
interface Change {
  readonly name: string;
  readonly state: AlertState;
  readonly previousState?: string;
  readonly changedAt?: number;
  readonly reason: string;
  readonly reasonData?: unknown;
  readonly description: string;
  readonly arn?: string;
  readonly account?: string;
  readonly region?: string;
  readonly trigger: Fields;
  readonly children: readonly string[];
  readonly tags: Fields;
  readonly logGroups: readonly string[];
}

/**
 * Reads any message. One that is no change of an alarm becomes an alert with its text as it is.
 *
 * @param fallback identity and time of a message that has none of its own
 */
export function read(body: string, fallback: { readonly id: string; readonly sentAt: number }): Alert {
  const envelope = unwrap(body);
  const fields = fieldsIn(inCamelCase(parsed(envelope.message)));
  const change = alarmMessage(fields) ?? alarmEvent(fields) ?? alarmInvocation(fields);
  return change === undefined ? otherMessage(envelope, fallback) : alertOf(change, envelope, fallback);
}

/** From an alarm by SNS. */
function alarmMessage(fields: Fields): Change | undefined {
  const name = textIn(fields['alarmName']);
  const state = stateIn(fields['newStateValue']);
  if (name === undefined || state === undefined) return undefined;
  const arn = textIn(fields['alarmArn']) ?? textIn(fields['alarmARN']);
  return {
    name,
    state,
    previousState: textIn(fields['oldStateValue']),
    changedAt: timeIn(fields['stateChangeTime']),
    reason: textIn(fields['newStateReason']) ?? '',
    reasonData: fields['newStateReasonData'],
    description: textIn(fields['alarmDescription']) ?? '',
    arn,
    account: textIn(fields['aWSAccountId']),
    // `region` is a name for people here: EU (Ireland)
    region: undefined,
    trigger: fieldsIn(fields['trigger']),
    children: childrenIn(fields['triggeringChildren']),
    tags: fieldsIn(fields['alarmTags']),
    logGroups: logGroupsIn(fields['logGroups']),
  };
}

/** From EventBridge: `CloudWatch Alarm State Change`. */
function alarmEvent(fields: Fields): Change | undefined {
  const arn = listIn(fields['resources']).map(textIn)[0];
  return stateOf(fieldsIn(fields['detail']), fields, arn);
}

/** From an alarm that invokes a function. */
function alarmInvocation(fields: Fields): Change | undefined {
  return stateOf(fieldsIn(fields['alarmData']), fields, textIn(fields['alarmArn']));
}

function stateOf(data: Fields, fields: Fields, arn: string | undefined): Change | undefined {
  const now = fieldsIn(data['state']);
  const name = textIn(data['alarmName']);
  const state = stateIn(now['value']);
  if (name === undefined || state === undefined) return undefined;
  const configuration = fieldsIn(data['configuration']);
  return {
    name,
    state,
    previousState: textIn(fieldsIn(data['previousState'])['value']),
    changedAt: timeIn(now['timestamp']) ?? timeIn(fields['time']),
    reason: textIn(now['reason']) ?? '',
    reasonData: now['reasonData'],
    description: textIn(configuration['description']) ?? '',
    arn,
    account: textIn(fields['account']) ?? textIn(fields['accountId']),
    region: textIn(fields['region']),
    trigger: configuration,
    children: childrenIn(fieldsIn(parsed(now['reasonData']))['triggeringAlarms']),
    tags: fieldsIn(fields['alarmTags'] ?? data['alarmTags']),
    logGroups: logGroupsIn(configuration['logGroups']),
  };
}

function alertOf(change: Change, envelope: Envelope, fallback: { id: string; sentAt: number }): Alert {
  const { trigger, name, state, arn } = change;
  const { facts, meaning, steps, runbookUrl, dashboardUrl } = guidanceIn(change.description);
  const changedAt = change.changedAt ?? envelope.sentAt ?? fallback.sentAt;
  const metrics = metricsIn(trigger);
  const reason = change.reason.slice(0, LONGEST_REASON);
  const subject = identity(arn ?? `${change.account ?? ''}/${change.region ?? ''}/${name}`);
  // without a time of its own, only the message tells one change from the next
  const moment = change.changedAt ?? envelope.id ?? fallback.id;
  const test = testIn(reason);
  return {
    id: test === undefined ? idOfChange(subject, moment, state) : testChange(test, state),
    subject,
    name,
    isTest: test !== undefined,
    state,
    previousState: change.previousState,
    changedAt,
    severity: severityOf([facts.severity, tagged(change.tags, 'severity')], envelope.topicArn),
    environment: facts.environment ?? tagged(change.tags, 'environment'),
    component: facts.component ?? tagged(change.tags, 'component'),
    rule: facts.rule,
    account: change.account ?? arn?.split(':')[4],
    region: regionIn(arn?.split(':')[3], change.region, envelope.topicArn?.split(':')[3]),
    arn,
    meaning,
    steps,
    runbookUrl,
    dashboardUrl,
    reason,
    measurement: measurementIn(trigger, metrics, reason, change.reasonData, facts.unit),
    children: change.children,
    metrics,
    logGroups: change.logGroups,
  };
}

/** Health checks, budgets, a person who wrote to the topic: shown as they are. */
function otherMessage(envelope: Envelope, fallback: { id: string; sentAt: number }): Alert {
  const { message, subject, topicArn } = envelope;
  const value = parsed(message);
  const text =
    typeof value === 'object' && value !== null && !tooDeep(message) ? JSON.stringify(value, null, 2) : message;
  const id = identity(envelope.id ?? fallback.id);
  const firstLine = message.split('\n').find((line) => line.trim() !== '') ?? 'An empty message';
  return {
    id,
    subject: id,
    name: subject ?? (text === message ? firstLine.slice(0, 200) : 'A message that is no alarm'),
    isTest: false,
    state: 'MESSAGE',
    changedAt: envelope.sentAt ?? fallback.sentAt,
    severity: severityOf([], topicArn),
    region: regionIn(topicArn?.split(':')[3]),
    account: topicArn?.split(':')[4],
    meaning: '',
    steps: [],
    reason: text.slice(0, LONGEST_REASON),
    children: [],
    metrics: [],
    logGroups: [],
  };
}

/** JSON.stringify works on the stack, and a message may be nothing but brackets. */
const tooDeep = (message: string): boolean => (message.match(/[[{]/g)?.length ?? 0) > 1000;

/** It becomes a part of addresses. */
const regionIn = (...candidates: (string | undefined)[]): string | undefined =>
  candidates.find((each) => each !== undefined && /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(each));

/** The same for the same text, and for no other. */
export const identity = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);

export const idOfChange = (subject: string, moment: number | string, state: AlertState): string =>
  identity(`${subject} ${moment} ${state}`);

const stateIn = (value: unknown): AlertState | undefined =>
  STATES.includes(value as string) ? (value as AlertState) : undefined;

/** By SNS children are named by `arn`, by EventBridge too, each with its state. */
const childrenIn = (value: unknown): string[] =>
  listIn(value).flatMap((child) => textIn(fieldsIn(child)['arn'])?.replace(/^.*:alarm:/, '') ?? []);

const logGroupsIn = (value: unknown): string[] =>
  listIn(value).flatMap((group) => textIn(group) ?? textIn(fieldsIn(group)['logGroupName']) ?? []);

function tagged(tags: Fields, name: string): string | undefined {
  return textIn(Object.entries(tags).find(([key]) => key.toLowerCase() === name)?.[1]);
}

/** What the alarm says of itself, else the topic that it came by, else a ticket. */
function severityOf(said: readonly (string | undefined)[], topicArn: string | undefined): Severity {
  const candidates = [...said, /-(P\d)$/.exec(topicArn ?? '')?.[1]];
  return (
    SEVERITIES.find((severity) => severity === candidates.find((each) => SEVERITIES.includes(each as Severity))) ??
    Severity.P2
  );
}
