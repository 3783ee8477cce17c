// What runs inside other people's handlers is covered wholly.
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/test/{catalogue,lambda/runtime,lambda/agent}/**/*.test.ts'],
  collectCoverage: true,
  collectCoverageFrom: ['lib/catalogue/**/*.ts', 'lambda/runtime/**/*.ts', 'lambda/agent/**/*.ts'],
  coverageReporters: ['text'],
  coverageThreshold: { global: { lines: 100, branches: 100, functions: 100, statements: 100 } },
};
