import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READINGS } from '../../lib/rehearsal/simulator/other-readings';

const page = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');

test('docs/testing.md lists each reading as the simulator has it', () => {
  const table = page('docs/testing.md');
  for (const { name, what } of READINGS.filter(({ name }) => !name.startsWith('multi-day'))) {
    expect(table).toContain(`| \`${name}\` | ${what} |`);
  }
  expect(table).toContain('| `multi-day-first`, `multi-day-last` | ');
});
