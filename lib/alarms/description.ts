import type { Severity } from '../alerting/severity';
import type { Unit } from '../rules/rule';

/** What a machine needs to know of an alarm, so that it has nothing to look up. */
export interface AlarmFacts {
  readonly severity: Severity;
  readonly environment: string;
  readonly component: string;
  readonly type: string;
  readonly rule: string;
  /** Of its value and threshold. */
  readonly unit?: Unit;
}

export interface DescriptionParts {
  readonly why: string;
  readonly steps: readonly string[];
  readonly runbookUrl: string;
  readonly dashboardUrl?: string;
  readonly facts: AlarmFacts;
}

const MARK = 'vigil:';

/** Markdown for people, and one last line for machines. */
export function describe({ why, steps, runbookUrl, dashboardUrl, facts }: DescriptionParts): string {
  const links = [`[Runbook](${runbookUrl})`, ...(dashboardUrl === undefined ? [] : [`[Dashboard](${dashboardUrl})`])];
  return [
    why,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    links.join(' '),
    MARK + JSON.stringify(facts),
  ].join('\n');
}

/** The facts in a description that {@link describe} wrote, or undefined in any other text. */
export function factsIn(description: string): AlarmFacts | undefined {
  const line = description.split('\n').findLast((candidate) => candidate.startsWith(MARK));
  if (line === undefined) return undefined;
  try {
    return JSON.parse(line.slice(MARK.length)) as AlarmFacts;
  } catch {
    return undefined;
  }
}
