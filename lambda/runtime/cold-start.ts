// on the global object, since a bundle may hold this module twice: a sandbox starts only once
const STARTED = 'cdk-vigil.started';
const sandbox = globalThis as { [STARTED]?: true };

/** Whether this is the first operation of a sandbox, except with provisioned concurrency, which starts before the request. */
export function isColdStart(): boolean {
  const isFirst = !sandbox[STARTED];
  sandbox[STARTED] = true;
  return isFirst && process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] !== 'provisioned-concurrency';
}
