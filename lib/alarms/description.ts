import type { Severity } from '../contracts/severity';
import type { Unit } from '../rules/rule';

/** The machine-readable facts in an alarm's description. */
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
  /** Lines between the reason and the steps. */
  readonly details?: readonly string[];
  readonly steps: readonly string[];
  readonly runbookUrl: string;
  readonly dashboardUrl?: string;
  readonly facts: AlarmFacts;
}

const MARK = 'vigil:';
/** In the order of the last line. The environment may have any characters, so it comes last. */
const FACTS = ['severity', 'type', 'rule', 'unit', 'component', 'environment'] as const;

/** Markdown for people, and one last line for machines. */
export function describe({ why, details = [], steps, runbookUrl, dashboardUrl, facts }: DescriptionParts): string {
  const links = [`[Runbook](${runbookUrl})`, ...(dashboardUrl === undefined ? [] : [`[Dashboard](${dashboardUrl})`])];
  return [
    why,
    ...details,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    links.join(' '),
    MARK + FACTS.map((name) => (name === 'component' ? encodeURIComponent(facts.component) : facts[name])).join('/'),
  ].join('\n');
}

/** The facts in a description that {@link describe} wrote, or undefined in any other text. */
export function factsIn(description: string): AlarmFacts | undefined {
  const line = description.split('\n').findLast((candidate) => candidate.startsWith(MARK));
  const values = line?.slice(MARK.length).split('/') ?? [];
  if (values.length < FACTS.length) return undefined;
  const [severity, type, rule, unit, component, ...environment] = values as [Severity, string, string, string, string];
  const facts = { severity, type, rule, component: decoded(component), environment: environment.join('/') };
  return unit ? { ...facts, unit: unit as Unit } : facts;
}

function decoded(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    return component;
  }
}
