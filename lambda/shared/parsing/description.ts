import { type AlarmFacts, factsIn } from '../../../lib/alarms/description';
import { textsIn } from './fields';

/** What an alarm's description says. */
export interface Guidance {
  readonly facts: Partial<AlarmFacts>;
  readonly meaning: string;
  readonly steps: readonly string[];
  readonly runbookUrl?: string;
  readonly dashboardUrl?: string;
}

const STEP = /^\d{1,2}\. (.+)$/;
const LINK = /\[(Runbook|Dashboard)\]\((https:\/\/[\w.~:/?#[\]@!$&'*+,;=%-]+)\)/g;

/** Reads the description that Vigil writes; of any other, all of its text is what is wrong. */
export function guidanceIn(description: string): Guidance {
  // anybody can write a description: only texts are believed
  const facts: Partial<AlarmFacts> = textsIn(factsIn(description));
  if (facts.rule === undefined) return { facts: {}, meaning: description.trim(), steps: [] };
  const lines = description.split('\n').slice(0, -1);
  const links = new Map(lines.flatMap((line) => [...line.matchAll(LINK)].map(([, name, url]) => [name, url])));
  return {
    facts,
    meaning: lines[0]?.trim() ?? '',
    steps: lines.flatMap((line) => STEP.exec(line)?.[1] ?? []),
    runbookUrl: links.get('Runbook'),
    dashboardUrl: links.get('Dashboard'),
  };
}
