import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, catalogue, documentedRows, renderRow } from '../../tools/docs/alarms';
import { synthesizeSpecimens } from '../support/specimens';
import { everyRule, fromRow, SynthesizedRules } from './appearances';
import { SECTIONS } from './sections';

const rules = new SynthesizedRules(synthesizeSpecimens(), synthesizeSpecimens(everyRule(), false));
const committed = readFileSync(CATALOGUE, 'utf8');

test('docs/alarms.md is what synthesizes; if not, run: npm run docs', () => {
  expect(catalogue(documentedRows(rules))).toBe(committed);
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
    const synthesized = section.variants.flatMap((variant) => rules.find(row, variant) ?? []);
    const stated = section.variants.flatMap((variant) => fromRow(row, section, variant) ?? []);
    expect(renderRow(section, row, synthesized)).toBe(renderRow(section, row, stated));
  }
});

test('the examples in the introduction name rules that exist', () => {
  const ids = SECTIONS.flatMap(({ table }) => table.map(({ id }) => id));
  const examples = [...committed.matchAll(/^ {4}'?(?:\w+\/)?(\w+)'?: \{/gm)].map(([, id = '']) => id);
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((id) => !ids.includes(id))).toEqual([]);
});
