import { lintAlert } from '../lint/lint';
import { durationText } from '../promql/duration';
import { allOf, type Expression } from '../promql/expression';
import { printPromQl } from '../promql/print';
import type { AlertRule, RuleGroup } from '../rules/rule';
import type { Position } from '../rules/yaml-text';
import { inlined, NotInlined } from './inline';

/** A PromQL alarm of CloudWatch. All durations in seconds. */
export interface PromQlAlarm {
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly query: string;
  readonly evaluationInterval: number;
  readonly pendingPeriod: number;
  readonly recoveryPeriod: number;
  readonly rule: AlertRule;
}

export interface Remark {
  readonly position: Position;
  readonly rule: string;
  readonly message: string;
  /** The rule is left out. */
  readonly isRefusal: boolean;
}

export interface Translation {
  readonly alarms: readonly PromQlAlarm[];
  /** In the order of the file. */
  readonly remarks: readonly Remark[];
}

/** Values of the label `severity`, and what they are in Vigil. */
export const SEVERITIES: Readonly<Record<string, string>> = { critical: 'P1', page: 'P1', warning: 'P2', info: 'P3' };

/** The quotas of PutMetricAlarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmPromQLCriteria.html */
const MOST_SECONDS = 86_400;
const LONGEST_QUERY = 10_000;
const LONGEST_DESCRIPTION = 1024;
const DEFAULT_INTERVAL = 60;

/** Turns alerts into PromQL alarms, which ask the same query; what cannot be asked, or would never fire, is refused with the reason. */
export function toAlarms(groups: readonly RuleGroup[], severities: Readonly<Record<string, string>>): Translation {
  const alarms: PromQlAlarm[] = [];
  const remarks: Remark[] = [];
  const rules = groups.flatMap((group) => group.rules);
  for (const group of groups) {
    for (const rule of group.rules) {
      const note = (message: string, isRefusal = false): void => {
        remarks.push({ position: rule.position, rule: rule.name, message, isRefusal });
      };
      if (rule.kind === 'record') {
        note('is no alarm: CloudWatch records no query. Its query is written into the alarms that read it.');
        continue;
      }
      const refusal = whyRefused(rule, severities);
      const query = refusal === undefined ? queryOf(rule, rules) : refusal;
      if (typeof query === 'string') {
        note(query, true);
        continue;
      }
      for (const finding of lintAlert(rule.expression)) note(findingText(finding));
      alarms.push(alarmOf(rule, group, query, { severities, taken: alarms.map(({ name }) => name), note }));
    }
  }
  return { alarms, remarks };
}

function whyRefused(rule: AlertRule, severities: Readonly<Record<string, string>>): string | undefined {
  const fatal = lintAlert(rule.expression).find(({ isFatal }) => isFatal);
  if (fatal !== undefined) return findingText(fatal);
  const severity = rule.labels.get('severity')?.text;
  if (severity !== undefined && severities[severity] === undefined)
    return `its severity '${severity}' is not known. Give for example --severity ${severity}=P2.`;
  const [name, milliseconds] = rule.hold > rule.keepFiring ? ['for', rule.hold] : ['keep_firing_for', rule.keepFiring];
  if (milliseconds / 1000 > MOST_SECONDS)
    return `'${name}' of ${durationText(milliseconds)} is longer than a day, the longest on CloudWatch.`;
  return undefined;
}

const findingText = ({ message, corrected }: { readonly message: string; readonly corrected?: string }): string =>
  `${message}.${corrected === undefined ? '' : ` Write: ${corrected}`}`;

/** The query of an alarm, or why there is none. */
function queryOf(rule: AlertRule, rules: RuleGroup['rules']): Expression | string {
  try {
    const query = inlined(rule.expression, rules);
    const parts = [...allOf(query)];
    if (!parts.some(({ kind }) => kind === 'selector'))
      return "it reads no metric, which a query on CloudWatch has to. To be notified if alerting itself fails, give Vigil's route a heartbeat.";
    for (const part of parts) {
      if (part.kind !== 'selector') continue;
      if (part.name === undefined) return 'it selects metrics without a name, which CloudWatch does not.';
      if (/^ALERTS(?:_FOR_STATE)?$/.test(part.name)) return `it reads ${part.name}, which only Prometheus writes.`;
    }
    const { length } = printPromQl(query);
    return length > LONGEST_QUERY
      ? `its query has ${length} characters, and CloudWatch takes ${LONGEST_QUERY}.`
      : query;
  } catch (error) {
    if (error instanceof NotInlined) return `it reads ${error.message}, and CloudWatch records no query.`;
    throw error;
  }
}

interface Surroundings {
  readonly severities: Readonly<Record<string, string>>;
  readonly taken: readonly string[];
  readonly note: (message: string) => void;
}

function alarmOf(rule: AlertRule, group: RuleGroup, query: Expression, around: Surroundings): PromQlAlarm {
  const { severities, taken, note } = around;
  const label = rule.labels.get('severity')?.text;
  if (label === undefined) note("has no label 'severity', and is P2.");
  const wanted = (group.interval ?? DEFAULT_INTERVAL * 1000) / 1000;
  const evaluationInterval = intervalOf(wanted);
  if (evaluationInterval !== wanted)
    note(
      `is evaluated each ${evaluationInterval} s, not each ${wanted} s: CloudWatch takes 10, 20, 30 or a multiple of 60 up to 3600.`,
    );
  return {
    name: freeName(`${group.name}/${rule.name}`, taken),
    description: descriptionOf(rule, note),
    severity: label === undefined ? 'P2' : (severities[label] as string),
    query: printPromQl(query),
    evaluationInterval,
    pendingPeriod: Math.ceil(rule.hold / 1000),
    recoveryPeriod: Math.ceil(rule.keepFiring / 1000),
    rule,
  };
}

/** The nearest that CloudWatch takes and that is not longer. */
function intervalOf(seconds: number): number {
  if (seconds < 60) return [30, 20, 10].find((each) => each <= seconds) ?? 10;
  return Math.min(3600, Math.floor(seconds / 60) * 60);
}

/** Rules may have the same name, such as one for each severity. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name}-${number}`;
  return free;
}

/** Annotations and labels. What is known only once it fires is named: `<partner>`. */
function descriptionOf({ annotations, labels }: AlertRule, note: (message: string) => void): string {
  const rest = [...annotations].filter(([name]) => !['summary', 'description', 'message'].includes(name));
  const lines = [
    ...['summary', 'description', 'message'].map((name) => annotations.get(name)?.text),
    ...[...rest, ...labels].map(([name, { text }]) => `${name}: ${text}`),
  ].filter((line) => line !== undefined);
  const text = lines.join('\n');
  const named = text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_, action: string) => {
    const name =
      /(?:\$labels|\.Labels)\.(\w+)/.exec(action)?.[1] ?? (/(?:\$value|\.Value)\b/.test(action) ? 'value' : '…');
    return `<${name}>`;
  });
  if (named.length <= LONGEST_DESCRIPTION) return named;
  note(`its description is cut after ${LONGEST_DESCRIPTION} characters.`);
  return `${named.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
