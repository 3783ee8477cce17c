import type { Example, Section } from '../../lib/resources/resource-type';
import type { Rule } from '../../lib/rules/rule';
import { candidates, type RuleRow } from '../../lib/rules/rule';
import { tune } from '../../lib/rules/tune';

export type Row = RuleRow<never>;

/** What stands in for a number that only an owner can give. */
export const OWNERS_NUMBER = 10;

/** A rule as it is on one example of a resource, switched on. */
export interface Appearance {
  readonly example: Example;
  /** Whether it is on by default. */
  readonly on: boolean;
  readonly rule: Rule;
}

/** The rule of a row on an example; undefined where it does not apply. */
export function appearanceOf(row: Row, example: Example): Appearance | undefined {
  const [candidate] = candidates([row], example.facts);
  const rule = candidate && tune(candidate, { enabled: true, threshold: candidate.rule.threshold ?? OWNERS_NUMBER });
  return rule && { example, on: candidate.on, rule };
}

export const appearancesOf = (row: Row, { examples }: Section): Appearance[] =>
  examples.flatMap((example) => appearanceOf(row, example) ?? []);
