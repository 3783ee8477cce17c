/** What marks a change of state as a test: in the alarm's reason, which goes wherever the alert goes. */
const MARK = /^TEST (test-[\w-]{8,64}): /;

/** The state reason of a test by `vigil alert-test`. */
export const testReason = (id: string, words: string): string => `TEST ${id}: ${words}`;

/** The id of the test that a reason belongs to; undefined for any other reason. */
export const testIn = (reason: string): string | undefined => MARK.exec(reason)?.[1];

/** The key of a test's state change in the notifier's table. */
export const testChange = (id: string, state: string): string => `${id}-${state}`;
