import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const folder = join(root, 'docs', 'pictures');
const KILOBYTES = 1000;
const LARGEST = 300 * KILOBYTES;
const LARGEST_SUM = 2500 * KILOBYTES;
const SHORTEST_TEXT = 30;

/** Each picture that a page shows, with the text for those who do not see it. */
const shown = [
  ...['dashboards.md', 'rehearsing.md', 'health-checks-on-aws.md'].map((page) => join('docs', page)),
  'README.md',
].flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/!\[([^\]]*)\]\((?:docs\/)?pictures\/([^)]+)\)/g)].map(
    ([, text = '', file = '']) => ({ page, text, file }),
  ),
);
const files = readdirSync(folder).sort();

test('each picture is shown, and each that is shown is there', () => {
  expect([...new Set(shown.map(({ file }) => file))].sort()).toEqual(files);
});

test.each(shown)('$file in $page has a text that says what is to be seen', ({ text }) => {
  expect(text.length).toBeGreaterThanOrEqual(SHORTEST_TEXT);
});

test('they are small enough to be kept with the code', () => {
  const sizes = files.map((file) => statSync(join(folder, file)).size);

  expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LARGEST_SUM);
});

test('one command takes each of them', () => {
  const command = readFileSync(join(root, 'tools', 'pictures', 'index.mts'), 'utf8');
  const taken = [...command.matchAll(/\{ name: '([\w-]+)'/g)].map(([, name]) => `${name}.png`);

  expect(taken.sort()).toEqual(files);
});
