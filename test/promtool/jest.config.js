const all = require('../../jest.config');

/** Needs promtool, which comes with Prometheus. */
module.exports = {
  ...all,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/promtool/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: undefined,
  maxWorkers: 1,
};
