import { createHash } from 'node:crypto';
import { compositeOf } from '../../../lib/contracts/alarm-names';
import { testChange, testIn } from '../../../lib/contracts/alert-test';
import { CHILDREN_TOPIC } from '../../../lib/contracts/messages';
import { pages, SEVERITIES, Severity } from '../../../lib/contracts/severity';
import { type Alert, type AlertState, NOTHING_MEASURED } from '../alerts/alert';
import { type Change, changeDescribed, changeIn } from './change';
import { guidanceIn } from './description';
import { type Envelope, unwrap } from './envelope';
import { type Fields, fieldsIn, inCamelCase, parsed, textIn } from './fields';
import { measurementIn, metricsIn, resourceOf } from './measurement';

/** Longer than anything that CloudWatch sends, shorter than what any channel shows. */
const LONGEST_REASON = 4000;
const LONGEST_LINE = 500;

/** Clocks of AWS agree to far less. */
const MOST_AHEAD_MS = 60_000;

/**
 * Reads any message. One that is no change of an alarm becomes an alert with its text as it is.
 *
 * @param fallback identity and time of a message that has none of its own
 */
export function parseMessage(body: string, fallback: { readonly id: string; readonly sentAt: number }): Alert {
  const envelope = unwrap(body);
  const fields = fieldsIn(inCamelCase(parsed(envelope.message)));
  const change = changeIn(fields);
  return change === undefined ? otherMessage(envelope, fields, fallback) : alertOf(change, envelope, fallback);
}

/** Reads what `DescribeAlarms` says of an alarm, as if it had sent its last change itself. */
export function parseDescribedAlarm(alarm: object): Alert | undefined {
  const change = changeDescribed(fieldsIn(inCamelCase(alarm)));
  return change && alertOf(change, { message: '' }, { id: change.name, sentAt: change.changedAt ?? 0 });
}

function alertOf(change: Change, envelope: Envelope, fallback: { id: string; sentAt: number }): Alert {
  const { trigger, name, state, arn, contributor } = change;
  const { facts, meaning, steps, runbookUrl, dashboardUrl } = guidanceIn(change.description);
  const changedAt = notAhead(change.changedAt ?? envelope.sentAt ?? fallback.sentAt, fallback.sentAt);
  const metrics = metricsIn(trigger);
  const reason = change.reason.slice(0, LONGEST_REASON);
  const alarm = arn ?? `${change.account ?? ''}/${change.region ?? ''}/${name}`;
  const subject = identity(contributor === undefined ? alarm : `${alarm} ${contributor.id}`);
  // without a time of its own, only the message distinguishes one change from the next
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
    resource: contributor?.attributes ?? resourceOf(metrics),
    contributor: contributor?.id,
    parent: parentOf(change, facts.component, envelope),
    children: change.children.map((child) => ({ name: child })),
    possibleChildren: change.possibleChildren,
    metrics,
    logGroups: change.logGroups,
    logLines: change.logLines.map((line) => line.slice(0, LONGEST_LINE)),
  };
}

/** No message is sent before what it is about: a time that is far ahead is wrong, and all that follows would be late. */
const notAhead = (time: number, sentAt: number): number => (time > sentAt + MOST_AHEAD_MS ? sentAt : time);

/** The composite of an alarm that reports on the topic for such alarms. */
function parentOf({ name, arn }: Change, component: string | undefined, { topicArn }: Envelope): string | undefined {
  if (!topicArn?.endsWith(`-${CHILDREN_TOPIC}`) || component === undefined || arn === undefined) return undefined;
  const composite = compositeOf(name, component);
  return composite && identity(arn.slice(0, -name.length) + composite);
}

/** Health checks, budgets, a person who wrote to the topic: shown as they are. */
function otherMessage(envelope: Envelope, fields: Fields, fallback: { id: string; sentAt: number }): Alert {
  const { message, topicArn } = envelope;
  const event = textIn(fields['detail-type']);
  const subject = envelope.subject ?? event;
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
    changedAt: notAhead(envelope.sentAt ?? fallback.sentAt, fallback.sentAt),
    severity: event === undefined ? severityOf([], topicArn) : severityOfEvent(fields, topicArn),
    region: regionIn(topicArn?.split(':')[3]),
    account: topicArn?.split(':')[4],
    meaning: '',
    steps: [],
    reason: text.slice(0, LONGEST_REASON),
    ...NOTHING_MEASURED,
  };
}

/** An event that is no change of an alarm's state pages nobody; what is done to alarms themselves is for the dashboard only. */
function severityOfEvent({ source }: Fields, topicArn: string | undefined): Severity {
  if (source === 'aws.cloudwatch' || source === 'aws.monitoring') return Severity.P3;
  const severity = severityOf([], topicArn);
  return pages(severity) ? Severity.P2 : severity;
}

/** JSON.stringify works on the stack, and a message may be nothing but brackets. */
const tooDeep = (message: string): boolean => (message.match(/[[{]/g)?.length ?? 0) > 1000;

/** It becomes a part of addresses. */
const regionIn = (...candidates: (string | undefined)[]): string | undefined =>
  candidates.find((each) => each !== undefined && /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(each));

/** The same for the same text, and for no other. */
export const identity = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);

/** Of a message about an incident that is no change of its alarm: sent once for each key. */
export const idOfNote = (kind: string, subject: string, startedAt: number | undefined, key: string): string =>
  identity(`${kind} ${subject} ${startedAt} ${key}`);

export const idOfChange = (subject: string, moment: number | string, state: AlertState): string =>
  identity(`${subject} ${moment} ${state}`);

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
