import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Pages that still have such words. It only ever gets shorter; the code of lib and lambda follows when it is empty. */
const STILL_TO_COME: readonly string[] = [];

/** The first column of the table in CONTRIBUTING, without what stands in brackets. */
const [, list = ''] = /^## Words$([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? [];
const WORDS = [...list.matchAll(/^\| (?!not )(\w[^|]*?) +\|/gm)].flatMap(([, cell = '']) =>
  cell
    .replace(/ \(.*\)/, '')
    .trim()
    .split(', '),
);
const PATTERN = new RegExp(`\\b(${WORDS.join('|')})\\b`, 'i');

/** Line by line, as `file:line: word`. */
const found = (file: string): string[] =>
  read(file)
    .replaceAll(/`[^`\n]*`/g, '')
    .split('\n')
    .flatMap((line, index) => (PATTERN.test(line) ? [`${file}:${index + 1}: ${PATTERN.exec(line)?.[0]}`] : []));

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
].sort();

test('the list in CONTRIBUTING is read', () => {
  expect(WORDS).toEqual(expect.arrayContaining(['told', 'mend', 'fault', 'past it']));
});

test.each(pages.filter((file) => !STILL_TO_COME.includes(file)))('%s uses the words of CONTRIBUTING', (file) => {
  expect(found(file)).toEqual([]);
});

test('a page that has none of them any more is not listed as still to come', () => {
  expect(STILL_TO_COME.filter((file) => found(file).length === 0)).toEqual([]);
});
