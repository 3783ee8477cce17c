import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

describe('the bundle', () => {
  const code = readFileSync(join(__dirname, '../../../../dist/lambda/functions/notifier/index.js'), 'utf8');

  test('is small, without the AWS SDK', () => {
    expect(existsSync(join(__dirname, '../../../../dist/lambda/functions/notifier'))).toBe(true);
    // packed, as Lambda counts it
    expect(gzipSync(code).length).toBeLessThanOrEqual(20 * 1024);
  });

  test('loads a client of the SDK when it uses it, and nothing else', () => {
    const inFunction = /=>\s*require\("([^"]+)"\)/g;
    const modules = [...code.matchAll(/require\("([^".][^"]*)"\)/g)].map(([, name]) => name as string);
    const later = [...code.matchAll(inFunction)].map(([, name]) => name as string);

    expect(modules.filter((name) => !name.startsWith('node:') && !name.startsWith('@aws-sdk/'))).toEqual([]);
    expect(later.filter((name) => name.startsWith('@aws-sdk/client-')).sort()).toEqual(
      ['cloudwatch', 'dynamodb', 's3', 'secrets-manager', 'sns', 'sqs'].map((name) => `@aws-sdk/client-${name}`),
    );
    expect(code).not.toMatch(/\bimport\(/);
  });
});
