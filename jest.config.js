// CDK's own check of templates takes longer than everything else, in each file anew
process.env.CDK_VALIDATION = 'false';

/** Only `test/` is run here: what needs more than Node lives in `test/integration` and runs in CI. */
module.exports = {
  // jest leaves one core alone, which is half of a small machine
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/bundle-functions.mjs',
  testPathIgnorePatterns: ['<rootDir>/test/integration/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out', '<rootDir>/.stryker-tmp'],
};
