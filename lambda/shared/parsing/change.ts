import type { AlertState } from '../alerts/alert';
import { type Fields, fieldsIn, listIn, parsed, textIn, textsIn, timeIn } from './fields';

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** What differs between the shapes that a change of state arrives in. */
export interface Change {
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
  readonly possibleChildren: readonly string[];
  /** The one time series of an alarm on several that has changed. */
  readonly contributor?: { readonly id: string; readonly attributes: Readonly<Record<string, string>> };
  readonly tags: Fields;
  readonly logGroups: readonly string[];
  readonly logLines: readonly string[];
}

/** The change of state that a message is about, by whatever way it came; undefined for any other message. */
export const changeIn = (fields: Fields): Change | undefined =>
  byTopic(fields) ?? byEventBridge(fields) ?? byInvocation(fields);

/** What an alarm publishes to a topic. */
function byTopic(fields: Fields): Change | undefined {
  const name = textIn(fields['alarmName']);
  const state = stateIn(fields['newStateValue']);
  if (name === undefined || state === undefined) return undefined;
  return {
    name,
    state,
    previousState: textIn(fields['oldStateValue']),
    changedAt: timeIn(fields['stateChangeTime']),
    reason: textIn(fields['newStateReason']) ?? '',
    reasonData: fields['newStateReasonData'],
    description: textIn(fields['alarmDescription']) ?? '',
    arn: textIn(fields['alarmArn']) ?? textIn(fields['alarmARN']),
    account: textIn(fields['aWSAccountId']),
    // `region` is a name for people here: EU (Ireland)
    region: undefined,
    trigger: fieldsIn(fields['trigger']),
    children: childrenIn(fields['triggeringChildren']),
    possibleChildren: namesIn(fields['alarmRule']),
    contributor: contributorIn(fields['alarmContributorId'], fields['alarmContributorAttributes']),
    tags: fieldsIn(fields['alarmTags']),
    logGroups: logGroupsIn(fields['logGroups']),
    logLines: logLinesIn(fields),
  };
}

/** Of the events about alarms, those about a change of state: others say that one was made, changed or deleted. */
const isStateChange = ({ 'detail-type': kind }: Fields): boolean =>
  textIn(kind) === undefined || /State Change$/.test(textIn(kind) as string);

function byEventBridge(fields: Fields): Change | undefined {
  const detail = fieldsIn(fields['detail']);
  if (!isStateChange(fields) || detail['operation'] !== undefined) return undefined;
  return stateOf(detail, fields, listIn(fields['resources']).map(textIn)[0]);
}

/** What an alarm invokes a function with. */
const byInvocation = (fields: Fields): Change | undefined =>
  stateOf(fieldsIn(fields['alarmData']), fields, textIn(fields['alarmArn']));

function stateOf(data: Fields, fields: Fields, arn: string | undefined): Change | undefined {
  const now = fieldsIn(data['state']);
  const name = textIn(data['alarmName']);
  const state = stateIn(now['value']);
  if (name === undefined || state === undefined) return undefined;
  const configuration = fieldsIn(data['configuration']);
  const contributor = fieldsIn(data['alarmContributor']);
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
    possibleChildren: namesIn(configuration['alarmRule']),
    contributor: contributorIn(contributor['id'], contributor['attributes']),
    tags: fieldsIn(fields['alarmTags'] ?? data['alarmTags']),
    logGroups: logGroupsIn(configuration['logGroups']),
    logLines: logLinesIn({ ...configuration, ...data, ...now }),
  };
}

/** What `DescribeAlarms` says of a metric alarm: it is its own configuration. */
export function changeDescribed(alarm: Fields): Change | undefined {
  const name = textIn(alarm['alarmName']);
  const state = stateIn(alarm['stateValue']);
  if (name === undefined || state === undefined) return undefined;
  return {
    name,
    state,
    changedAt: timeIn(alarm['stateTransitionedTimestamp']) ?? timeIn(alarm['stateUpdatedTimestamp']),
    reason: textIn(alarm['stateReason']) ?? '',
    reasonData: alarm['stateReasonData'],
    description: textIn(alarm['alarmDescription']) ?? '',
    arn: textIn(alarm['alarmArn']),
    trigger: alarm,
    children: [],
    possibleChildren: [],
    tags: {},
    logGroups: [],
    logLines: [],
  };
}

const stateIn = (value: unknown): AlertState | undefined =>
  STATES.includes(value as string) ? (value as AlertState) : undefined;

/** By SNS children are named by `arn`, by EventBridge too, each with its state. */
const childrenIn = (value: unknown): string[] =>
  listIn(value).flatMap((child) => {
    const { arn, state } = fieldsIn(child);
    const now = textIn(fieldsIn(state)['value']) ?? 'ALARM';
    return now === 'ALARM' ? (textIn(arn)?.replace(/^.*:alarm:/, '') ?? []) : [];
  });

/** `ALARM("a") OR ALARM(arn:…:alarm:b)`: the alarms of a composite's rule. */
const namesIn = (rule: unknown): string[] => [
  ...new Set(
    [
      ...(textIn(rule) ?? '').matchAll(
        /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^()"'\s]+))\s*\)/g,
      ),
    ].map(([, ...names]) => (names.find((name) => name !== undefined) as string).replace(/^arn:.*:alarm:/, '')),
  ),
];

function contributorIn(id: unknown, attributes: unknown): Change['contributor'] {
  const known = textIn(id);
  return known === undefined ? undefined : { id: known, attributes: textsIn(attributes) };
}

const logGroupsIn = (value: unknown): string[] =>
  listIn(value).flatMap((group) => textIn(group) ?? textIn(fieldsIn(group)['logGroupName']) ?? []);

const MOST_LINES = 10;

/** The lines that an alarm on logs sends along: texts, or records with a message. */
function logLinesIn(fields: Fields): string[] {
  const lists = Object.entries(fields).filter(([name]) => /^(action)?log(Lines|Events|Records|Messages)$/i.test(name));
  const lines = lists.flatMap(([, lines]) => listIn(parsed(lines) ?? lines));
  return lines.slice(0, MOST_LINES).flatMap((line) => {
    const { message, '@message': raw } = fieldsIn(line);
    return textIn(line) ?? textIn(message) ?? textIn(raw) ?? [];
  });
}
