import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOfApp } from '../bin/run-app';
import { runIn } from '../commands/terminal';

test('README shows what `npm start` prints', async () => {
  // GIVEN
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];

  // WHEN
  const { stdout } = await runIn(await folderOfApp('dev'), ['preview', '--app', 'cdk.out']);

  // THEN
  const printed = stdout.split('\n');
  const lines = shown.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
});
