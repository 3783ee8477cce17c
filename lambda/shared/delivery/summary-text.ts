import type { SummaryRequest } from '../../../lib/contracts/messages';
import { SEVERITIES, type Severity } from '../../../lib/contracts/severity';
import type { Alert, AlertState, Fact } from '../alerts/alert';
import { NO_ALARM } from '../alerts/no-alarm';
import { renderings } from '../channels/load-renderings';
import { identity } from '../parsing/parse-message';

/** What a summary keeps of one alert. */
export interface Entry {
  readonly severity: Severity;
  readonly state: AlertState;
  readonly component: string;
  readonly environment?: string;
  /** What broke, in a sentence. */
  readonly what: string;
}

const MOST_COMPONENTS = 15;
const MOST_IN_TITLE = 3;
const LONGEST_SENTENCE = 120;
const OTHER = 'other alarms';

export function entryOf(alert: Alert): Entry {
  const { cut, headline, oneLine } = renderings();
  return {
    severity: alert.severity,
    state: alert.state,
    component: cut(oneLine(alert.component ?? OTHER), 60),
    environment: alert.environment,
    what: cut(headline({ ...alert, component: undefined, environment: undefined }), LONGEST_SENTENCE),
  };
}

/** What there was too much of, by component: `[P1 MORE] 412 more alarms: Orders 210, Bills 150 and 12 other components`. */
export function summaryAlert(request: SummaryRequest, at: number, entries: readonly Entry[]): Alert {
  const severities = SEVERITIES.filter((severity) => entries.some((entry) => entry.severity === severity));
  const components = [...groupedBy(entries, ({ component }) => component)].sort(byUrgencyAndCount);
  const named = components.slice(0, MOST_IN_TITLE).map(([component, { length }]) => `${component} ${length}`);
  const others = components.length - named.length;
  const title = others > 0 ? `${named.join(', ')} and ${others} other components` : named.join(', ');
  const more = components.length - MOST_COMPONENTS;
  const facts = components.slice(0, MOST_COMPONENTS).map(([component, theirs]): Fact => [component, inWords(theirs)]);
  const environments = new Set(entries.map(({ environment }) => environment));
  const id = identity(JSON.stringify(request));
  return {
    ...NO_ALARM,
    id,
    subject: id,
    name: title,
    changedAt: at,
    severity: severities[0] as Severity,
    environment: environments.size === 1 ? entries[0]?.environment : undefined,
    note: {
      kind: 'summary',
      badge: 'MORE',
      at,
      says: `${entries.length} more ${nounOf(entries)}`,
      severities,
      facts: more > 0 ? [...facts, ['And', `${more} other components`]] : facts,
    },
  };
}

/** `210: P1 200, P2 10; 3 of them recovered. First: …` */
function inWords(entries: readonly Entry[]): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const { length } = entries.filter((entry) => entry.severity === severity);
    return length > 0 ? `${severity} ${length}` : [];
  });
  const recovered = entries.filter(({ state }) => state === 'OK').length;
  const [worst] = [...entries].sort((a, b) => rank(a) - rank(b));
  return `${counts.join(', ')}${recovered > 0 ? `, of which ${recovered} recovered` : ''}. ${worst?.what ?? ''}`;
}

function nounOf(entries: readonly Entry[]): string {
  if (entries.every(({ state }) => state === 'ALARM')) return entries.length === 1 ? 'alarm' : 'alarms';
  if (entries.every(({ state }) => state === 'OK')) return entries.length === 1 ? 'recovery' : 'recoveries';
  return 'changes';
}

const rank = ({ severity }: Entry): number => SEVERITIES.indexOf(severity);
type Group = readonly [string, readonly Entry[]];
const byUrgencyAndCount = ([, a]: Group, [, b]: Group): number =>
  Math.min(...a.map(rank)) - Math.min(...b.map(rank)) || b.length - a.length;

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return groups;
}
