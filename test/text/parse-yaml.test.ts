import { parseYaml } from '../../lib/text/parse-yaml';

const mistakes = (text: string) =>
  parseYaml(text).errors.map(({ message, linePos }) => ({ message, at: linePos?.[0] }));

test('keys that are given twice are errors, in maps of both forms and at any depth', () => {
  const document = 'a:\n  - { b: 1, c: 2, b: 3 }\nd:\n  e: 1\n  f: 2\n  e: 3\na: 2\n';

  expect(mistakes(document)).toEqual(
    [
      { line: 2, col: 19 },
      { line: 6, col: 3 },
      { line: 7, col: 1 },
    ].map((at) => ({ message: 'Map keys must be unique', at })),
  );
});

test.each(['a: 1\nb: { a: 1 }\nc: [{ a: 1 }, { a: 1 }]\n', '1: one\n"1": text\n', '[]', ''])(
  'no key is given twice in %j',
  (text) => {
    expect(mistakes(text)).toEqual([]);
  },
);

test('the time for a map grows with its keys, not with their square', () => {
  const document = Array.from({ length: 60_000 }, (_, index) => `Key${index}: 1`).join('\n');

  const before = process.cpuUsage();
  expect(mistakes(`${document}\nKey0: 2`)).toHaveLength(1);

  // compared with each other, they take half a minute
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8);
});
