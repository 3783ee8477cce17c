/** What marks a change of state as a test: in the alarm's reason, which goes wherever the alert goes. */
const MARK = /^TEST (test-[\w-]{8,64}): /;

/** The reason of a change that somebody makes to see who hears of it. */
export const testReason = (id: string, words: string): string => `TEST ${id}: ${words}`;

/** The id of the test that a reason belongs to; undefined for any other reason. */
export const testIn = (reason: string): string | undefined => MARK.exec(reason)?.[1];

/** How the notifier's table calls a change that a test makes, so that whoever made it finds it. */
export const testChange = (id: string, state: string): string => `${id}-${state}`;
