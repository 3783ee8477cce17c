import { filesBelow, found, read, suspects, textsOf, titlesOf, WORDS } from './words';

test('the list in CONTRIBUTING is read', () => {
  expect(WORDS).toEqual(expect.arrayContaining(['told', 'mend', 'fault', 'past it']));
});

const PAGES = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'API.md', ...filesBelow('docs', '.md')];
/** Editors show their descriptions, and errors quote their titles. */
const SCHEMAS = ['vigil.schema.json', 'health-checks.schema.json', 'alarms.test.schema.json'];

test.each([...PAGES, ...SCHEMAS])('%s uses the words of CONTRIBUTING', (page) => {
  expect(found(page, [{ line: 1, text: read(page) }])).toEqual([]);
});

test.each(['bin', 'lambda', 'lib', 'tools'])('comments and texts of %s use them', (folder) => {
  const files = ['.ts', '.tsx', '.mts', '.mjs', '.cjs'].flatMap((ending) => suspects(folder, ending));

  expect(files.flatMap((file) => found(file, textsOf(read(file), file)))).toEqual([]);
});

test('the text of a page is read', () => {
  expect(found('x.tsx', textsOf('const page = <p>You are told so</p>;', 'x.tsx'))).toEqual(['x.tsx:1: told']);
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
