import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import schema from '../../../alarms.test.schema.json';

const root = join(__dirname, '../../..');
const mistakesOf = (file: unknown): string[] => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

// `vigil test` checks with the same schema; here it is read as an editor does, which knows nothing of our notation
describe('the schema for editors', () => {
  test('accepts the test file of this repository, which names it', () => {
    const text = readFileSync(join(root, 'alarms.test.yaml'), 'utf8');

    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/alarms\.test\.schema\.json\n/);
    expect(mistakesOf(parse(text))).toEqual([]);
  });

  test.each([
    ['interval', { interval: 'soon' }, '/tests/0/interval must match pattern "^(\\d+[smhd])+$"'],
    ['start', { start: 'today' }, '/tests/0/start must match pattern'],
    ['series', { series: [{ metric: 'Age', values: 5 }] }, '/tests/0/series/0/metric must match pattern'],
    ['a word', { intervall: '1m' }, '/tests/0 must NOT have additional properties'],
    ['a state', { given: { it: 'FINE' } }, '/tests/0/given/it must be equal to one of the allowed values'],
  ])('finds a mistake in %s', (_, changes, mistake) => {
    const file = { template: 't.yaml', tests: [{ name: 'it', expect: ['no other alerts'], ...changes }] };

    expect(mistakesOf(file)).toEqual([expect.stringContaining(mistake)]);
  });

  test('describes each key', () => {
    const undescribed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        if (path.endsWith('/properties') && item.description === undefined && item.items?.properties === undefined)
          undescribed.push(`${path}/${key}`);
        visit(item, `${path}/${key}`);
      }
    };
    visit(schema, '');

    expect(undescribed).toEqual([]);
  });
});
