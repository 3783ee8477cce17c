/**
 * Makes a resource whose trace would lead nowhere. CDK notes with each resource the calls that made it, which takes longer than
 * making it; for all that Vigil makes when an app is synthesized, those are the same calls of CDK and of Vigil.
 */
export function untraced<R>(make: () => R): R {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
