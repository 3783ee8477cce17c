import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECTIONS } from '../../lib/resources/all';
import { CATALOGUE, catalogueSections } from '../../tools/docs/alarms';
import { documentedRows } from '../../tools/docs/appearances';
import { fill } from '../../tools/docs/generated';
import { expressionsOf, metricsOf, periodSecondsOf } from '../support/evaluator/model';
import { synthesizeSpecimens } from '../support/specimens';
import { type ExampleAlarm, everyRule, fromRow, SynthesizedRules } from './appearances';

const rules = new SynthesizedRules(synthesizeSpecimens(), synthesizeSpecimens(everyRule(), false));
const committed = readFileSync(CATALOGUE, 'utf8');

test('docs/alarms.md is what the rules say; if not, run: npm run docs', () => {
  expect(committed).toBe(fill('docs/alarms.md', committed, catalogueSections(documentedRows())));
});

test('every table of rules has one section', () => {
  const folder = join(__dirname, '..', '..', 'lib', 'rules');
  const tables = readdirSync(folder)
    .filter((file) => file.endsWith('-rules.ts'))
    .flatMap((file) => Object.entries<unknown>(require(join(folder, file))))
    .filter(([name]) => name.endsWith('_RULES'))
    .map(([, table]) => table);
  expect(new Set(SECTIONS.map(({ table }) => table))).toEqual(new Set(tables));
  expect(SECTIONS).toHaveLength(tables.length);
});

test.each(SECTIONS)('$resource: monitors find out what the rules have to know', (section) => {
  for (const row of section.table) {
    for (const example of section.examples) {
      const stated = fromRow(row, section, example);
      const synthesized = rules.find(row, section, example);
      expect(synthesized && comparable(synthesized)).toEqual(stated && comparable(stated));
    }
  }
});

test('every alarm of the specimens comes from a rule of a section', () => {
  const ids = SECTIONS.flatMap(({ table }) => table.map(({ id }) => id));
  expect([...rules.ids()].filter((id) => !ids.includes(id))).toEqual([]);
});

/** Without the values of dimensions, which the row alone does not know. */
function comparable({ severity, on, alarm }: ExampleAlarm) {
  const metrics = metricsOf(alarm).map((metric) => ({
    ...metric,
    dimensions: metric.dimensions.map(({ Name }) => Name),
  }));
  const { Threshold, ComparisonOperator, EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = alarm;
  const expressions = [...expressionsOf(alarm)];
  const numbers = { Threshold, ComparisonOperator, EvaluationPeriods, DatapointsToAlarm, TreatMissingData };
  return {
    severity,
    on,
    metrics,
    expressions,
    numbers,
    period: periodSecondsOf(alarm),
    low: alarm.EvaluateLowSampleCountPercentile,
  };
}

test('the examples in the introduction name rules that exist', () => {
  const ids = SECTIONS.flatMap(({ table }) => table.map(({ id }) => id));
  const examples = [...committed.matchAll(/^ {4}'?(?:\w+\/)?(\w+)'?: \{/gm)].map(([, id = '']) => id);
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((id) => !ids.includes(id))).toEqual([]);
});
