import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runIn } from '../commands/terminal';
import { promtool } from './promtool';

jest.setTimeout(120_000);

const root = join(__dirname, '../..');

test.each(['yace', 'cloudwatch_exporter'])(
  'promtool accepts the rules of the reference system for %s, and their tests hold',
  async (exporter) => {
    // GIVEN
    const out = mkdtempSync(join(tmpdir(), 'rules-'));
    const words = ['--tests', 'alarms.test.yaml', '--exporter', exporter, '--out', out];

    // WHEN
    const { exitCode, stdout } = await runIn(root, ['export', 'prometheus', ...words]);

    // THEN
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^2\d rules of 33 alarms and 1\d expectations written/);
    const files = Object.fromEntries(
      ['rules.yml', 'rules.test.yml'].map((name) => [name, readFileSync(join(out, name), 'utf8')]),
    );
    expect(promtool(['check', 'rules', 'rules.yml'], files)).toMatchObject({ exitCode: 0 });
    expect(promtool(['test', 'rules', 'rules.test.yml'], files)).toMatchObject({ exitCode: 0 });
  },
);
