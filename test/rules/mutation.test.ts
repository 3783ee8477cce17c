import { readFileSync } from 'node:fs';
import { SECTIONS } from '../../lib/resources/all';
import type { Example, Section } from '../../lib/resources/resource-type';
import { CATALOGUE, documentedText } from '../../tools/docs/alarms';
import { documentedRow, type Row } from '../../tools/docs/appearances';
import { expressionsOf, type MetricAlarm, metricsOf } from '../support/evaluator/model';
import { fromRow } from './appearances';
import { shapeOf } from './cases';
import { FIELDS, type Field, type Mutant, mutantsOf } from './mutants';
import { passes, type Scenario, scenariosFor } from './scenarios';

// Whatever is changed in a row has to be noticed: by the row's behaviour case, or by the catalogue of alarms.

const catalogue = readFileSync(CATALOGUE, 'utf8');
const rows = SECTIONS.flatMap((section) =>
  section.table.map((row): [string, Section, Row] => [`${section.resource}: ${row.id}`, section, row]),
);

/** What an alarm reads and how it compares is seen by behaviour, without looking at the catalogue. */
const BY_BEHAVIOUR: readonly Field[] = ['metric name', 'namespace', 'dimensions', 'comparison'];

test.each(rows)('%s', (_, section, row) => {
  // GIVEN
  const documented = documentedText(documentedRow(section, row));
  const isCommitted = documented.every((text) => catalogue.includes(text));
  if (!isCommitted) throw new Error('docs/alarms.md has another text for this row: run npm run docs');
  const { alarm, index } = firstAlarm(section, row);
  const scenarios = scenariosFor(alarm, shapeOf(row));
  const survives = (mutant: Mutant): boolean => {
    const wrong = fromRow(mutant.row, mutant.section, mutant.section.examples[index] as Example)?.alarm;
    if (wrong === undefined) return false;
    // the catalogue first: scenarios take many times as long
    return !seenByCatalogue(mutant, documented) && !seenByBehaviour(scenarios, alarm, wrong);
  };

  // WHEN
  const survivors = tried(mutantsOf(section, row)).filter(survives);

  // THEN
  expect(survivors.map(({ field, change }) => `${field}: ${change}`)).toEqual([]);
});

/** One change of each field; the gate tries all. */
const tried = (mutants: readonly Mutant[]): readonly Mutant[] =>
  process.env['RUNS'] === 'all' ? mutants : [...new Map(mutants.map((mutant) => [mutant.field, mutant])).values()];

/** The alarm of a row on the first example that has it. */
function firstAlarm(section: Section, row: Row): { readonly alarm: MetricAlarm; readonly index: number } {
  const alarms = section.examples.map((example, index) => ({ ...fromRow(row, section, example), index }));
  const first = alarms.find(({ alarm }) => alarm !== undefined);
  if (first?.alarm === undefined) throw new Error(`'${row.id}' applies to no example of '${section.resource}'`);
  return { alarm: first.alarm, index: first.index };
}

/** The metric math of a row on its first example. */
const mathOf = (section: Section, row: Row): string =>
  [...expressionsOf(firstAlarm(section, row).alarm).values()].join('\n');

const seenByCatalogue = ({ field, section, row }: Mutant, documented: readonly string[]): boolean =>
  !BY_BEHAVIOUR.includes(field) && `${documentedText(documentedRow(section, row))}` !== `${documented}`;

function seenByBehaviour(scenarios: readonly Scenario[], right: MetricAlarm, wrong: MetricAlarm): boolean {
  if (JSON.stringify(wrong) === JSON.stringify(right)) return false;
  return scenarios.some((scenario) => !passes(scenario, wrong));
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
      const metrics = metricsOf(firstAlarm(section, row).alarm).length;
      const changes = mutantsOf(section, row).filter(({ field }) => field === 'metric name');
      expect(changes).toHaveLength(metrics);
    }
  });
});
