import { LONGEST_LINE, LONGEST_TEXT, PLACE_OF_INFO } from './limits';
import type { LogEvent } from './log-events';
import { attempt, fromEntries, isText } from './objects';
import { json, writeLine } from './output';

/** What a log line carries beside its message. An error can stand among the fields, or be all of them. */
export type LogFields = Readonly<Record<string, unknown>> | Error;

/** Writes one line of JSON per call, for what LOG_LEVEL lets through. Nothing here throws. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** @param fields the error, or fields that have it as `error` */
  error(message: string, fields?: LogFields): void;
  /** Tells of something that happens in most applications: at INFO, or at ERROR if it failed. */
  event(event: LogEvent): void;
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type Level = (typeof LEVELS)[number];

/** Whatever stands before them: `dbPassword`, `access_token` and `X-Api-Key` are secrets as well. */
const SECRET = /(password|passphrase|secret|token|authorization|cookies?|credentials?|(api|access|private)key)$/;
/** `x-api-key`, `X_API_KEY` and `xApiKey` are one key. */
const plain = (key: string): string => key.toLowerCase().replace(/[-_]/g, '');

/** Further keys whose values are never written. */
export const secretKeys = (keys: readonly string[] = []): ReadonlySet<string> => new Set(keys.map(plain));

/** Makes the rest of JSON.stringify's work safe: secrets, circles, texts without end, and what JSON has no form for. For one text. */
export function safely(secrets: ReadonlySet<string>) {
  // from the outermost object to the one that is being written, each as it was given and in the form that it is written in
  const path: unknown[] = [];
  return function (this: unknown, key: string, value: unknown): unknown {
    const name = plain(key);
    if (SECRET.test(name) || secrets.has(name)) return '[redacted]';
    if (isText(value)) return value.slice(0, LONGEST_TEXT);
    if (typeof value === 'bigint') return `${value}`;
    if (typeof value !== 'object') return value;
    path.length = path.lastIndexOf(this) + 1;
    if (path.includes(value)) return '[circular]';
    const form = value instanceof Error ? membersOf(value) : value;
    path.push(value, form);
    return form;
  };
}

/** With those that JSON.stringify would not see. */
const membersOf = (error: Error & { errors?: unknown }): object => ({
  ...error,
  name: error.name,
  message: error.message,
  stack: error.stack,
  cause: error.cause,
  errors: error.errors,
});

/** @param context what every line carries */
export function loggerOf(context: object, secrets: ReadonlySet<string>): Logger {
  const asked = LEVELS.indexOf(`${process.env['LOG_LEVEL']}`.toUpperCase() as Level);
  // an unknown LOG_LEVEL must not silence anything that INFO tells
  const least = asked < 0 ? PLACE_OF_INFO : asked;
  const methods = LEVELS.map((level, place) => {
    const log: Logger['info'] = (message: unknown, fields) => {
      if (place < least) return;
      const text = isText(message) ? message : typeof message;
      const head = { timestamp: new Date(), level, message: text, ...context };
      // the head stands first and cannot be replaced; `_aws` in fields that came from outside would make metrics of them
      const lineOf = (given: object | undefined): string =>
        json({ ...head, ...given, ...head, _aws: undefined }, safely(secrets));
      const line = attempt(() => lineOf(fields instanceof Error ? { error: fields } : fields));
      writeLine(line && line.length <= LONGEST_LINE ? line : lineOf({ fieldsDropped: 'too long or not JSON' }));
    };
    return [level.toLowerCase(), log] as const;
  });
  const logger = fromEntries(methods) as Record<Lowercase<Level>, Logger['info']>;
  return {
    ...logger,
    event: (event: { event?: string; success?: boolean; error?: unknown }) => {
      const failed = attempt(() => event.success === false || event.error);
      logger[failed ? 'error' : 'info'](attempt(() => `${event.event}`) as string, event);
    },
  };
}
