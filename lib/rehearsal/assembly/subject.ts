import { type AlarmFacts, factsIn } from '../../alarms/description';
import { SEVERITIES } from '../../contracts/severity';
import type { Metric, Subject } from './model';

interface Clues {
  readonly name: string;
  readonly description: string;
  /** The names of the topics that it notifies. */
  readonly topics: readonly string[];
  /** What it watches: a fallback for the name of the component. */
  readonly watched: string;
  readonly isLogicalId: (name: string) => boolean;
}

/** The subject of an alarm: from its description, otherwise from names. */
export function subjectOf({ name, description, topics, watched, isLogicalId }: Clues): Subject {
  const parts = name.split('/');
  const last = parts.at(-1) ?? name;
  const facts = factsIn(description);
  if (facts !== undefined && isComplete(facts)) {
    const { severity, component, environment, type, rule, unit } = facts;
    return { severity, component, label: last, environment, type, rule, unit };
  }
  const severity = severityIn(topics.flatMap(wordsOf)) ?? severityIn(name.split(/[^A-Za-z0-9]+/)) ?? 'unknown';
  return parts.length >= 3
    ? { severity, component: parts.slice(1, -1).join('/'), label: last }
    : { severity, component: watched, label: withoutHash(name, isLogicalId) };
}

const isComplete = ({ severity, component }: AlarmFacts): boolean =>
  SEVERITIES.includes(severity) && typeof component === 'string';

const WORDS: readonly [RegExp, Subject['severity']][] = [
  ...SEVERITIES.map((severity) => [new RegExp(`^${severity}$`, 'i'), severity] as [RegExp, Subject['severity']]),
  [/^(critical|page|pager)$/i, SEVERITIES[1] ?? 'unknown'],
  [/^(warning|ticket)$/i, SEVERITIES[2] ?? 'unknown'],
];

const severityIn = (words: readonly string[]): Subject['severity'] | undefined =>
  WORDS.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];

/** `AlertsP1Topic` → Alerts, P1, Topic. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/);

/** Dimensions that only narrow another dimension. */
const SECONDARY = [
  'EventBusName',
  'FilterId',
  'GlobalSecondaryIndexName',
  'Method',
  'Operation',
  'Region',
  'Resource',
  'Role',
  'Route',
  'Stage',
  'TargetGroup',
];

/** Whether a dimension only narrows another one. */
export const isSecondary = (dimension: string): boolean => SECONDARY.includes(dimension);

/** The resource that a metric belongs to, else its namespace. */
export function resourceOf({ namespace, dimensions }: Metric, isLogicalId: (name: string) => boolean): string {
  const primary = Object.entries(dimensions).find(([name]) => !isSecondary(name));
  return primary === undefined ? namespace : withoutHash(primary[1], isLogicalId);
}

/** CDK ends logical ids, which stand for names that only deployment knows, with eight hexadecimal digits. */
const withoutHash = (name: string, isLogicalId: (name: string) => boolean): string =>
  isLogicalId(name) ? name.replace(/(?<=.)[0-9A-F]{8}$/, '') : name;
