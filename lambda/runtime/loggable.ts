import { DEEPEST, LONGEST_LINE, LONGEST_TEXT, MOST_MEMBERS } from './limits';
import { attempt, fromEntries, isText } from './objects';

/** Whatever stands before them, so `dbPassword` and `access_token` are secrets too. */
const SECRET =
  /((pass(word|wd|phrase|code)|secret|token|credential|cookie)s?|authorization|headers?|(api|access|private|signing|encryption)keys?|accesskeyid|connectionstring|webhookurl|cardnumber)$/;
/** Too short to be sought at the end of any key: only whole words of a key. */
const SECRET_WORD = /(^|[-_. ])(auth|pass|pwd|jwt|bearer|session([-_]?id)?|dsn|otp|pin|cvv)s?$/;
/** Of these a number is how many: `tokens: 12`. */
const COUNTED = /tokens$/i;
/** Credentials in a text: of a URL, and what follows the name of a secret, as in a query or a header. */
const CREDENTIALS =
  /(:\/\/)[^\s/@]+(?=@)|((?:password|secret|token|signature|authorization|api[-_]?key)["']?[=:] *["']?(?:(?:bearer|basic) +)?|bearer +(?=\S*\d)|basic +(?=\S*[\d=]))[^\s&"',;]+/gi;

/** Whether the value of a key is never written. */
export type IsSecret = (key: string) => boolean;

/** `x-api-key`, `X_API_KEY` and `xApiKey` are one key. */
const plain = (key: string): string => key.toLowerCase().replace(/[^a-z\d]/g, '');

/** @param further keys whose values are never written either */
export function secretKeys(further: readonly string[] = []): IsSecret {
  const own = new Set(further.map(plain));
  return (key) =>
    SECRET.test(plain(key)) ||
    own.has(plain(key)) ||
    SECRET_WORD.test(key.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase());
}

/** What a reader needs of an error first: `JSON.stringify` would not see it. */
const OF_ERRORS = ['name', 'message', 'stack', 'cause', 'errors'];
export const isError = (value: unknown): boolean => attempt(() => value instanceof Error) === true;

/**
 * A copy of a value that can be written as JSON, in bounded time and size: without secrets, and with `[circular]`, `[unreadable]`
 * or `[…]` where something cannot be written or there is no room for it. Errors come first.
 *
 * @param room how many characters it may have, before JSON escapes them
 */
export function loggable(value: object, isSecret: IsSecret, room = LONGEST_LINE): object {
  const path: unknown[] = [];

  const copy = (key: string, given: unknown): unknown => {
    room -= key.length + 8;
    if (given === null || typeof given === 'boolean') return given;
    if (isSecret(key) && !(typeof given === 'number' && COUNTED.test(key))) return '[redacted]';
    if (typeof given === 'number') return given;
    if (isText(given)) {
      const text = given.slice(0, Math.max(0, Math.min(room, LONGEST_TEXT))).replace(CREDENTIALS, '$1$2[redacted]');
      room -= text.length;
      return text;
    }
    if (typeof given === 'bigint') return `${given}`;
    if (typeof given !== 'object') return undefined;
    if (path.includes(given)) return '[circular]';
    if (room < 0 || path.length >= DEEPEST) return '[…]';
    if (ArrayBuffer.isView(given)) return `[${given.byteLength} bytes]`;
    path.push(given);
    const form = attempt(() => formOf(key, given as Readable)) ?? '[unreadable]';
    path.pop();
    return form;
  };

  const formOf = (key: string, given: Readable): unknown => {
    if (Array.isArray(given)) {
      const more = given.length - MOST_MEMBERS;
      const list = given.slice(0, MOST_MEMBERS).map((element) => copy('', element));
      return more > 0 ? [...list, `[${more} more]`] : list;
    }
    if (!isError(given) && typeof given.toJSON === 'function') return copy('', given.toJSON(key));
    const names = isError(given) ? [...OF_ERRORS, ...Object.keys(given)] : Object.keys(given);
    const members = names.map((name): [string, unknown] => [name, attempt(() => given[name])]);
    const [errors, others] = [true, false].map((wanted) => members.filter(([, member]) => isError(member) === wanted));
    const kept = [...(errors as typeof members), ...(others as typeof members)].slice(0, MOST_MEMBERS);
    const more = names.length - MOST_MEMBERS;
    return fromEntries([
      ...kept.map(([name, member]) => [name, copy(name, member)]),
      ...(more > 0 ? [['…', `[${more} more]`]] : []),
    ]);
  };

  return copy('', value) as object;
}

type Readable = Readonly<Record<string, unknown>> & { toJSON?(key: string): unknown };
