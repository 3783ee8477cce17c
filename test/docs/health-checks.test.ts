import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { readHealthChecks } from '../../lib/probes/read-health-checks';

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

test('the matcher of the page works', () => {
  const [, source = ''] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
  const exported: { priceChart?: (answer: { json: unknown }) => boolean | string } = {};
  const { code } = transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  new Function('exports', code)(exported);

  expect(exported.priceChart?.({ json: Array(24) })).toBe(true);
  expect(exported.priceChart?.({ json: [] })).toBe('0 prices instead of 24');
});
