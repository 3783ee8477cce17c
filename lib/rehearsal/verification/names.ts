import { runIdIn } from './run-id';

/** Where everything is that `vigil verify` makes: nothing else has such names. */
export const NAMESPACE = 'CdkVigil/Verify';
export const PREFIX = 'vigil-verify-';
/** In the description of each alarm, so that a name alone never suffices to delete one. */
export const MARK = "Made by 'vigil verify'. It has no actions and is deleted when the command ends.";

/** An account that nobody has. */
export const NOBODYS_ACCOUNT = '000000000000';

export const runPrefix = (run: string): string => `${PREFIX}${run}-`;
export const alarmName = (run: string, question: string, alarm: string): string =>
  `${runPrefix(run)}${question}-${alarm}`;
export const metricName = (run: string, question: string, alarm: string, id: string): string =>
  `${run}/${question}/${alarm}/${id}`;

interface Named {
  readonly name: string;
  readonly description: string;
}

/** The run that made an alarm, by its name and its description; undefined if this command did not make it. */
export const runOf = ({ name, description }: Named): string | undefined =>
  name.startsWith(PREFIX) && description === MARK ? runIdIn(name.slice(PREFIX.length)) : undefined;
