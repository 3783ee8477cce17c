/**
 * Creates a resource without a stack trace. CDK records the stack of each resource, which takes longer than creating it; for what
 * Vigil creates during synthesis, that stack holds only calls of CDK and Vigil.
 */
export function withoutStackTrace<R>(make: () => R): R {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
