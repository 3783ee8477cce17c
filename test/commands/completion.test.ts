import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const root = join(__dirname, '../..');
const completed = async (...words: string[]): Promise<string[]> => {
  const { exitCode, stdout, stderr } = await runIn('/', ['__complete', '--', ...words]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
};
const wordsOf = (lines: readonly string[]) => lines.map((line) => line.split('\t')[0]);

test.each<[string[], string[]]>([
  [['te'], ['test']],
  [
    ['incident', ''],
    ['list', 'update', 'postmortem', 'help'],
  ],
  [['incident', 'up'], ['update']],
  [['test', '--cov'], ['--coverage']],
  [
    ['test', '--format', ''],
    ['text', 'json', 'github'],
  ],
  [['test', '--format=g'], ['--format=github']],
  [['test', '--format', '=', 'g'], ['github']],
  [
    ['test', '--format', '='],
    ['text', 'json', 'github'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['explain', ''], []],
  [['explain', '--region', ''], []],
  // files and folders
  [['rehearse', '--replay', ''], [':paths']],
  [['rehearse', '--replay', 'a.csv', ''], [':paths']],
  [['rehearse', '--replay', 'a.csv', '--com'], ['--compare']],
  [['test', ''], [':paths']],
  [['test', 'one.yaml', ''], [':paths']],
  [['preview', '--template', ''], [':paths']],
  [['preview', '--app', ''], [':paths']],
  [['mute', '--', 'n'], [':paths']],
  // an option that takes one value is not offered again, one that takes several is
  [['preview', '--app', 'a', '--ap'], []],
  [['preview', '--template', 'a', '--temp'], ['--template']],
])('%j can be %j', async (words, candidates) => {
  expect(wordsOf(await completed(...words))).toEqual(candidates);
});

test('all commands and options are those of the command line, with their descriptions', async () => {
  const help = async (...words: string[]) => (await runIn('/', [...words, '--help'])).stdout;

  const commands = await completed('');
  expect(wordsOf(commands)).toEqual([...(await help()).matchAll(/^ {2}([a-z][\w-]+)/gm)].map(([, name]) => name));
  expect(commands).toContain('explain\texplains when alarms fire and recover');
  for (const command of ['preview', 'test', 'alert-test']) {
    const options = [...(await help(command)).matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
    expect(wordsOf(await completed(command, '-'))).toEqual(options);
  }
});

test('a shell that Vigil does not know is an error', async () => {
  expect(await runIn('/', ['completion', 'csh'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Allowed choices are bash, zsh, fish'),
  });
});

test('Bash completes words and paths with it', async () => {
  // GIVEN a program of that name in the path
  const folder = folderWith({
    'bin/vigil': `#!/bin/sh\nexec ${root}/node_modules/.bin/tsx ${root}/bin/vigil.ts "$@"\n`,
    'vigil.bash': (await runIn('/', ['completion', 'bash'])).stdout,
  });
  const script = `
    chmod +x bin/vigil; PATH="$PWD/bin:$PATH"; source vigil.bash
    compopt() { echo "compopt $*"; }
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vigil; echo "\${COMPREPLY[*]}"; }
    try vigil expl; try vigil test --format g; try vigil test ''`;

  // WHEN
  const { stdout, stderr } = spawnSync(script, { shell: '/bin/bash', cwd: folder, encoding: 'utf8' });

  // THEN
  expect({ stdout, stderr }).toEqual({ stdout: 'explain\ngithub\ncompopt -o default\n\n', stderr: '' });
});
