import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runIn } from '../commands/terminal';
import { folderOfApp } from './run-app';

test('the alarms of the reference system do what its test file says, a test for each of their severities', async () => {
  // GIVEN
  const tests = readFileSync(join(__dirname, '../../alarms.test.yaml'), 'utf8');
  const folder = await folderOfApp('dev', { 'alarms.test.yaml': tests });

  // WHEN
  const { exitCode, stdout, stderr } = await runIn(folder, ['test', '--json', '--coverage']);

  // THEN
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { files, coverage } = JSON.parse(stdout);
  const severities = (all: readonly { severity: string }[]) => [...new Set(all.map(({ severity }) => severity))].sort();
  expect(severities(coverage.filter(({ alarmed }: { alarmed: boolean }) => alarmed))).toEqual(['P1', 'P2', 'P3']);
  // P3 is only shown
  expect(severities(files[0].tests.flatMap(({ alerts }: { alerts: [] }) => alerts))).toEqual(['P1', 'P2']);
});
