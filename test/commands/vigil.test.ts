import { spawnSync } from 'node:child_process';
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

test('the program ends quietly when nobody reads on', () => {
  // GIVEN a report that is longer than a pipe holds
  const alarms = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`Alarm${index}`, alarm()]));
  const folder = folderWith({ 'big.template.json': { Resources: alarms } });

  // WHEN
  const { stdout, stderr } = shell(`${vigil} preview --template ${folder}/big.template.json | head -n 1`);

  // THEN
  expect(stdout).toContain('big.template.json');
  expect(stderr).toBe('');
});
