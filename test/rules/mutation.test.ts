import { readFileSync } from 'node:fs';
import { CATALOGUE, renderRow } from '../../tools/docs/alarms';
import { expressionsOf, metricsOf } from '../support/evaluator/model';
import { type Appearance, fromRow, type Row } from './appearances';
import { shapeOf } from './cases';
import { FIELDS, type Field, type Mutant, mutantsOf } from './mutants';
import { passes, type Scenario, scenariosFor } from './scenarios';
import type { Section } from './section';
import { SECTIONS } from './sections';

// Whatever is changed in a row has to be noticed: by the row's behaviour case, or by the catalogue of alarms.

const catalogue = new Set(readFileSync(CATALOGUE, 'utf8').split('\n'));
const rows = SECTIONS.flatMap((section) =>
  section.table.map((row): [string, Section, Row] => [`${section.resource}: ${row.id}`, section, row]),
);

/** What an alarm reads and how it compares is told by behaviour, without looking at the catalogue. */
const BY_BEHAVIOUR: readonly Field[] = ['metric name', 'namespace', 'dimensions', 'comparison'];

test.each(rows)('%s', (_, section, row) => {
  // GIVEN
  const documented = renderRow(section, row, appearancesOf(section, row));
  if (!catalogue.has(documented)) throw new Error('docs/alarms.md has another line for this row: run npm run docs');
  const [right] = appearancesOf(section, row) as [Appearance];
  const scenarios = scenariosFor(right.alarm, shapeOf(row.id));
  const survives = (mutant: Mutant): boolean => {
    const appearances = appearancesOf(mutant.section, mutant.row);
    const wrong = appearances.find(({ variant }) => variant === right.variant);
    if (toldByBehaviour(scenarios, right, wrong)) return false;
    return BY_BEHAVIOUR.includes(mutant.field) || renderRow(section, mutant.row, appearances) === documented;
  };

  // WHEN
  const survivors = mutantsOf(section, row).filter(survives);

  // THEN
  expect(survivors.map(({ field, change }) => `${field}: ${change}`)).toEqual([]);
});

const appearancesOf = (section: Section, row: Row): Appearance[] =>
  section.variants.flatMap((variant) => fromRow(row, section, variant) ?? []);

/** The metric math of a row on its first specimen. */
function mathOf(section: Section, row: Row): string {
  const [first] = appearancesOf(section, row);
  return first === undefined ? '' : [...expressionsOf(first.alarm).values()].join('\n');
}

function toldByBehaviour(scenarios: readonly Scenario[], right: Appearance, wrong: Appearance | undefined): boolean {
  if (wrong === undefined) return true;
  if (JSON.stringify(wrong.alarm) === JSON.stringify(right.alarm)) return false;
  return scenarios.some((scenario) => !passes(scenario, wrong.alarm));
}

describe('is changed in each row that has it', () => {
  test.each(Object.keys(FIELDS) as Field[])('%s', (field) => {
    const having = rows.filter(([, section, row]) => FIELDS[field](row, mathOf(section, row)));
    const changed = rows.filter(([, section, row]) => mutantsOf(section, row).some((mutant) => mutant.field === field));
    const names = changed.map(([name]) => name);
    expect(having.length).toBeGreaterThan(0);
    expect(having.map(([name]) => name).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('each metric of each row', () => {
    for (const [, section, row] of rows) {
      const [first] = appearancesOf(section, row) as [Appearance];
      const metrics = metricsOf(first.alarm).length;
      const changes = mutantsOf(section, row).filter(({ field }) => field === 'metric name');
      expect(changes).toHaveLength(metrics);
    }
  });
});
