const { createRequire } = require('node:module');
const Runtime = require('jest-runtime').default;

/**
 * Packages that a worker loads once, as Node does, and not anew for each file: reading them and compiling them again takes longer than
 * most of what the tests do with them. A third of the CPU time of a file that synthesizes is saved.
 *
 * - They have the globals of the worker, the tests those of jest. The CDK compares by `instanceof` only dates among the values that it
 *   is given; errors of it are no `Error` of a test, as those of Node are not.
 * - What such a package remembers lasts for all files of a worker: of the CDK these are tokens with the constructs that they refer to.
 *   `workerIdleMemoryLimit` begins a new worker before that is too much.
 * - `jest.mock` and `jest.resetModules` do not reach them, nor changes of `process.env`, of which each file has a copy.
 */
const SHARED = /^(aws-cdk-lib|constructs|typescript)(\/|$)/;

const load = createRequire(__filename);

module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    return SHARED.test(name) ? load(name) : super.requireModuleOrMock(from, name);
  }
};
