import { SEVERITIES } from '../contracts/severity';
import { has, isConstruct, isDuration, shown } from './shown';

/** Reports one error: the path of a value, such as `rules.QueueSlow.threshold`, and a message. */
export type Report = (path: string, message: string) => void;

/** One kind of value that an option can have. */
export interface Kind {
  /** Returns the value as far as it can be used, undefined if it cannot, and reports everything that is wrong. */
  readonly read: (value: unknown, path: string, report: Report) => unknown;
  /** For an option without a default: what to do if it is missing. */
  readonly missing?: string;
}

/** An option without a default. */
export const required = (kind: Kind, missing: string): Kind & { readonly missing: string } => ({ ...kind, missing });

/** A kind by a test. `advice` adds what to do about a value of another kind. */
export function kind(
  noun: string,
  is: (value: unknown) => boolean,
  advice: (value: unknown) => string | undefined = () => undefined,
): Kind {
  return {
    read: (value, path, report) => {
      if (is(value)) return value;
      const more = advice(value);
      report(path, `${shown(value)} is not ${noun}.${more === undefined ? '' : ` ${more}`}`);
      return undefined;
    },
  };
}

export const BOOLEAN = kind('true or false', (value) => typeof value === 'boolean');

export const TEXT = kind('a text', (value) => typeof value === 'string');

/** Tokens count as numbers. */
export const NUMBER = kind('a number', Number.isFinite, (value) => {
  if (isDuration(value))
    return 'Write the number in the unit of this option, such as duration.toSeconds() for seconds.';
  const isNumeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return isNumeric ? `Write ${Number(value)} without quotes.` : undefined;
});

export const POSITIVE = kind('a number greater than 0', (value) => Number.isFinite(value) && Number(value) > 0);

export const DURATION = kind('a Duration', isDuration, (value) =>
  typeof value === 'number'
    ? `Write Duration.minutes(${value}) or Duration.seconds(${value}).`
    : 'Write for example Duration.minutes(5).',
);

export const CONSTRUCT = kind('a construct', isConstruct);

/** An object of CDK or of Vigil, by a member that no other has. */
export const having = (noun: string, ...members: string[]): Kind =>
  kind(noun, (value) => members.some((member) => has(value, member)));

export const oneOf = (noun: string, values: readonly string[]): Kind =>
  kind(
    noun,
    (value) => values.includes(value as string),
    () => `Use ${listed(values)}.`,
  );

export const SEVERITY = oneOf('a severity', SEVERITIES);

/** `a, b or c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
