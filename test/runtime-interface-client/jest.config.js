const { transform, cacheDirectory } = require('../../jest.config.js');

module.exports = { transform, cacheDirectory, testMatch: ['<rootDir>/*.test.ts'] };
