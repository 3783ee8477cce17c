import { filesBelow, found, read, suspects, textsOf, titlesOf, WORDS } from './words';

test('the list in CONTRIBUTING is read', () => {
  expect(WORDS).toEqual(expect.arrayContaining(['told', 'mend', 'fault', 'past it']));
});

test.each(['README.md', ...filesBelow('docs', '.md')])('%s uses the words of CONTRIBUTING', (page) => {
  expect(found(page, [{ line: 1, text: read(page) }])).toEqual([]);
});

test.each(['bin', 'lambda', 'lib'])('comments and texts of %s use them', (folder) => {
  expect(suspects(folder, '.ts').flatMap((file) => found(file, textsOf(read(file))))).toEqual([]);
});

test('titles of tests use them', () => {
  expect(suspects('test', '.test.ts').flatMap((file) => found(file, titlesOf(read(file))))).toEqual([]);
});

test('names are no texts, and literals no comments', () => {
  const source = [
    "const told = 'heard'; // deaf",
    '/** Mended',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: of the source
    ' it */ const url = `http://x ${told} is told`;',
  ].join('\n');

  expect(found('x.ts', textsOf(source))).toEqual(['x.ts:3: told', 'x.ts:1: deaf', 'x.ts:2: Mended']);
  expect(
    found('x.ts', titlesOf("test('is told', () => {}); describe.each([])('%s hears', () => {}); told('mended');")),
  ).toEqual(['x.ts:1: told', 'x.ts:1: hears']);
});
