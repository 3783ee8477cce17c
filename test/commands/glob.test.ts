import { globPattern, isGlob } from '../../lib/commands/glob';

test.each([
  ['*.yaml', 'a.yaml', true],
  ['*.yaml', 'a/b.yaml', false],
  ['*.yaml', 'a.yamlx', false],
  ['**/*.yaml', 'b.yaml', true],
  ['**/*.yaml', 'a/b/c.yaml', true],
  ['a/**', 'a/b/c.yaml', true],
  ['a/**/c.yaml', 'a/c.yaml', true],
  ['a/**/c.yaml', 'abc.yaml', false],
  ['?.yaml', 'a.yaml', true],
  ['?.yaml', '/.yaml', false],
  ['[a-c].yaml', 'b.yaml', true],
  ['[!a-c].yaml', 'b.yaml', false],
  ['{a,b*}.{yaml,yml}', 'bcd.yml', true],
  ['{a,b{1,2}}.yaml', 'b2.yaml', true],
  ['{a,b}.yaml', 'a,b.yaml', false],
  ['a+(1).yaml', 'a+(1).yaml', true],
  ['a.yaml', 'aXyaml', false],
  ['{a.yaml', 'a.yaml', true],
])('%s matches %s: %s', (glob, path, matches) => {
  expect(globPattern(glob).test(path)).toBe(matches);
});

test.each([
  ['a/b.yaml', false],
  ['a/*.yaml', true],
  ['[ab].yaml', true],
  ['{a,b}.yaml', true],
  ['[].yaml', false],
])('%s is a glob: %s', (text, is) => {
  expect(isGlob(text)).toBe(is);
});
