import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readHealthChecks } from '../../lib/probes/read-health-checks';
import { mistakesIn } from './compile';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'health-checks.md'), 'utf8');
const samples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, sample = '']) => sample);

test('the page has samples', () => {
  expect(samples.length).toBeGreaterThan(3);
});

test.each(samples)('this sample of the page has no mistakes: %s', (sample) => {
  const { checks, mistakes } = readHealthChecks(sample, 'checks.json', { customMatchers: () => ['priceChart'] });

  expect(mistakes).toEqual([]);
  expect(checks.length).toBeGreaterThan(0);
});

test('the matcher of the page compiles, and works', () => {
  const [, source = ''] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
  const exported: { priceChart?: (answer: { json: unknown }) => boolean | string } = {};
  new Function('exports', ts.transpile(source, { module: ts.ModuleKind.CommonJS }))(exported);

  expect(mistakesIn({ 'matchers.ts': source })).toEqual([]);
  expect(exported.priceChart?.({ json: Array(24) })).toBe(true);
  expect(exported.priceChart?.({ json: [] })).toBe('0 prices instead of 24');
});
