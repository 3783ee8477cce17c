/** What needs more than Node: `npx jest -c test/integration/jest.config.js`. */
const { transform } = require('../../jest.config.js');

module.exports = {
  // a server that a failed test leaves would keep the gate waiting
  forceExit: true,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/bundle-functions.mjs',
  transform,
};
