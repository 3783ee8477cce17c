/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'npm',
  testRunner: 'jest',
  // all.test.js names the tests, where jest does not look for what is related
  jest: { configFile: 'tools/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'cdk.out', 'docs/*', '!docs/testing.md', 'bin', 'lambda/invoicing'],
  ignoreStatic: true,
  concurrency: 2,
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  // what each part has to reach is in tools/mutation/run.mjs
  thresholds: { high: 95, low: 85, break: Number(process.env.MUTATION_LEAST ?? 85) },
  tempDirName: '.stryker-tmp',
  // slow is not wrong, and what never ends is rare
  timeoutMS: 60_000,
};
