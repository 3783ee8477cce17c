const { createRequire } = require('node:module');
const { Script } = require('node:vm');
const Runtime = require('jest-runtime').default;

/**
 * Packages that a worker loads once, as Node does, and not anew for each file: reading them and compiling them again takes longer than
 * most of what the tests do with them.
 *
 * - They have the globals of the worker, the tests those of jest: errors of these packages are no `Error` of a test, as those of Node
 *   are not. The environment's variables and `Date` are the same for both.
 * - What such a package remembers lasts for all files of a worker: of the CDK these are tokens with the constructs that they refer to.
 *   `workerIdleMemoryLimit` begins a new worker before that is too much.
 * - `jest.mock`, `jest.resetModules` and fake timers do not reach them.
 */
const SHARED = /^(.*\/node_modules\/)?(aws-cdk-lib|constructs|typescript|@aws-sdk\/[^/]+)(\/|$)/;

const load = createRequire(__filename);

/** Each file's modules have globals of their own, but their code is parsed and compiled once for a worker. */
const scripts = new Map();

function compiled(source, file, parameters) {
  const known = scripts.get(file);
  if (known?.source === source) return known.script;
  const start = `(function (${parameters.join(', ')}) {`;
  const script = new Script(`${start}${source}\n})`, { filename: file, columnOffset: -start.length });
  scripts.set(file, { source, script });
  return script;
}

module.exports = class extends Runtime {
  #ownVariables = { ...process.env };

  constructor(...options) {
    super(...options);
    const { environment, injectedModuleParameters } = this.executor;
    // jest gives tests a copy of the one and a class of their own for the other, which shared packages would not know
    environment.global.process.env = process.env;
    environment.global.Date = Date;
    const compile = this.executor.compile.bind(this.executor);
    this.executor.compile = (source, file) => {
      const context = environment.getVmContext();
      // a file of tests is loaded once anyway
      if (context === null || file === this.executor.testPath) return compile(source, file);
      return compiled(source, file, injectedModuleParameters).runInContext(context);
    };
  }

  requireModuleOrMock(from, name) {
    return SHARED.test(name) ? load(name) : super.requireModuleOrMock(from, name);
  }

  teardown() {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.#ownVariables);
    return super.teardown();
  }
};
