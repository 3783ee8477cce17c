// The tests that look at the code itself: a mutant is always larger than its original, so those of size would catch them all.
// ROOM=catalogue runs only those of the catalogue, which takes a fifth of the time.
const TESTS = {
  catalogue: ['test/catalogue/*.test.ts'],
  runtime: ['test/lambda/runtime/*.test.ts'],
};

module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: TESTS[process.env.ROOM ?? 'runtime'].map((path) => `<rootDir>/${path}`),
  testPathIgnorePatterns: ['/(bundle|generated-records|runtime-interface-client)\\.test\\.ts$'],
};
