const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// each synthesis leaves a folder behind, of which there are hundreds
const folder = mkdtempSync(join(tmpdir(), 'vigil-tests-'));
process.env.TMPDIR = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// CDK's own check of templates takes longer than everything else, in each file anew
process.env.CDK_VALIDATION = 'false';
// and where each resource was created, no test reads: with jest's source maps these traces are a tenth of all time
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });
// most of what a test makes is garbage soon: with more room for it, workers collect it less often
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`.trim();

/** Only `test/` is run here: what needs more than Node lives in `test/integration` and `test/browser` and runs in CI. */
module.exports = {
  // jest leaves one core alone, which is half of a small machine
  maxWorkers: '100%',
  // with a heap of about 1 GB a worker may take longer to end than jest waits, and jest then says that it had to kill it
  workerIdleMemoryLimit: '700MB',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // slow is not wrong: a machine may be shared, and ten times as slow as another
  testTimeout: 60_000,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/test/support/bundle-functions.mjs',
  runtime: '<rootDir>/test/support/loaded-once.cjs',
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  testPathIgnorePatterns: ['browser', 'integration', 'promtool', 'runtime-interface-client'].map(
    (name) => `<rootDir>/test/${name}/`,
  ),
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out', '<rootDir>/.stryker-tmp'],
};
