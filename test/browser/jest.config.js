const all = require('../../jest.config');

/** Needs Chromium, and what `npm run build` makes. One browser at a time. */
module.exports = {
  ...all,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: [],
  testTimeout: 120_000,
  maxWorkers: 1,
};
