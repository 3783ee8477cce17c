import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarm, folderWith } from '../rehearsal/templates';

const root = join(__dirname, '../..');
const shell = (command: string) => spawnSync(command, { shell: '/bin/bash', cwd: root, encoding: 'utf8' });
const vigil = 'node --import tsx bin/vigil.ts';

test('the program passes on the exit code', () => {
  expect(shell(`${vigil} preview --template nowhere.json`)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^vigil: .*nowhere\.json: there is no such file\.\n$/),
  });
});

test('the program ends without an error when its output is closed', () => {
  // GIVEN a report that is longer than a pipe holds
  const alarms = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`Alarm${index}`, alarm()]));
  const folder = folderWith({ 'big.template.json': { Resources: alarms } });

  // WHEN
  const { stdout, stderr } = shell(`${vigil} preview --template ${folder}/big.template.json | head -n 1`);

  // THEN
  expect(stdout).toContain('big.template.json');
  expect(stderr).toBe('');
});

test('the program runs tests again whenever something changes', async () => {
  // GIVEN tests of an app that is not synthesized yet
  const tests = 'assembly: cdk.out\ntests: [{ name: it, expect: [{ alarm: it, states: { 1m: OK } }] }]';
  const folder = folderWith({ 'alarms.test.yaml': tests });
  const program = spawn(
    'node',
    ['--import', 'tsx', 'bin/vigil.ts', 'test', '--watch', join(folder, 'alarms.test.yaml')],
    {
      cwd: root,
    },
  );
  let output = '';
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  /** What it prints until it waits again, however long the folder's name makes its lines. */
  const printed = async (): Promise<string> => {
    while (!output.endsWith('Waiting for changes.\n')) await new Promise((done) => setTimeout(done, 20));
    const text = output.replace(/\s+/g, ' ');
    output = '';
    return text;
  };
  const synthesize = (treatMissingData: string) => {
    mkdirSync(join(folder, 'cdk.out'), { recursive: true });
    const Resources = { It: alarm({ AlarmName: 'it', TreatMissingData: treatMissingData }) };
    writeFileSync(join(folder, 'cdk.out/app.json'), JSON.stringify({ Resources }));
    const app = { type: 'aws:cloudformation:stack', properties: { templateFile: 'app.json' } };
    writeFileSync(join(folder, 'cdk.out/manifest.json'), JSON.stringify({ artifacts: { app } }));
  };

  try {
    // WHEN it is synthesized, THEN its alarms are tested; WHEN it is synthesized anew, they are so again
    expect(await printed()).toContain("there is no cloud assembly in cdk.out: run 'cdk synth' first.");
    synthesize('notBreaching');
    expect(await printed()).toContain('1 test passed.');
    synthesize('breaching');
    expect(await printed()).toContain('it at 1m: expected OK, got ALARM');
    // so they are when the tests change, and when they cannot be read
    writeFileSync(join(folder, 'alarms.test.yaml'), tests.replace('OK', 'ALARM'));
    expect(await printed()).toContain('1 test passed.');
    writeFileSync(join(folder, 'alarms.test.yaml'), 'tests: 1');
    expect(await printed()).toContain("'1' is not a list.");
  } finally {
    program.kill();
  }
}, 60_000);
