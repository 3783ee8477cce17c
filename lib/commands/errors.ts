/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {}

/** What was to be checked failed: exit code 1. */
export class CheckError extends Error {}
