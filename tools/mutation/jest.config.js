// The tests that look at what is mutated; those of a bundle's size would catch every mutant, for each is larger than its original.
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  // nothing here is bundled, and it would be once for each mutant
  globalSetup: undefined,
  // a process runs the tests thousands of times, and would keep what the CDK remembers of each
  runtime: undefined,
  testMatch: ['<rootDir>/tools/mutation/all.test.js'],
};
