import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// What a newcomer reads whose machine lacks what the gate cannot install.

const INSTALL = 'python3 -m pip install -r .ci/requirements.txt';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-tools-'));
  cpSync(resolve('.ci'), join(folder, '.ci'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a script of a copy of `.ci` where no other commands are than these. */
function run(script: string, ...commands: string[]) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const command of commands) {
    const { stdout } = spawnSync('bash', ['-c', `command -v ${command}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(bin, command));
  }
  const options = { encoding: 'utf8' as const, env: { PATH: bin }, cwd: '/', input: '' };
  return spawnSync(join(bin, 'bash'), [join(folder, '.ci', script)], options);
}

test('all that is missing is named at once, with what installs it', () => {
  // WHEN
  const { status, stderr } = run('tools', 'bash', 'dirname', 'grep', 'git');

  // THEN
  expect(status).toBe(2);
  const [title, ...missing] = stderr.trim().split('\n');
  expect(title).toBe('The gate needs tools that it cannot install:');
  expect(missing.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['Node 20.20 or newer', 'https://nodejs.org'],
    ['npm', 'https://nodejs.org'],
    ['Chromium or Chrome', 'from the package manager of your system, or set CHROME_PATH'],
    ['Prometheus 2, promtool', 'https://prometheus.io/download'],
    ['Python 3.10 or newer', 'https://www.python.org'],
    [expect.stringMatching(/^moto\[server\]>=/), INSTALL],
    [expect.stringMatching(/^boto3>=/), INSTALL],
    [expect.stringMatching(/^cfn-lint>=/), INSTALL],
  ]);
});

test('the gate runs no check then, and has the same exit code', () => {
  // WHEN
  const { status, stdout, stderr } = run('run', 'bash', 'dirname', 'grep', 'git', 'env');

  // THEN
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/The gate needs tools that it cannot install:/);
});
