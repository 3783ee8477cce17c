import { SECTIONS } from '../../lib/resources/all';
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

/** A row of a table with all that it is on the examples of its section. */
export interface DocumentedRow {
  readonly section: Section;
  readonly row: Row;
  readonly appearances: readonly Appearance[];
}

/** Every row of every table. Throws if a row applies to none of its examples. */
export const documentedRows = (): DocumentedRow[] =>
  SECTIONS.flatMap((section) => section.table.map((row) => documentedRow(section, row)));

export function documentedRow(section: Section, row: Row): DocumentedRow {
  const appearances = appearancesOf(row, section);
  if (appearances.length === 0) {
    throw new Error(
      `Rule '${row.id}' applies to no example of '${section.resource}': add one to the section in lib/resources.`,
    );
  }
  return { section, row, appearances };
}
