import { LONGEST_LINE, LONGEST_MESSAGE, PLACE_OF_INFO } from './limits';
import type { LogEvent } from './log-events';
import { fromEntries } from './objects';
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

const REDACTED = '[redacted]';
/** Whatever stands before them: `dbPassword`, `access_token` and `X-Api-Key` are secrets as well. */
const SECRET = /(password|secret|token|authorization|cookie|apikey)$/;
/** `x-api-key`, `X_API_KEY` and `xApiKey` are one key. */
const plain = (key: string): string => key.toLowerCase().replace(/[-_]/g, '');

/** Further keys whose values are never logged. */
export const secretKeys = (keys: readonly string[] = []): ReadonlySet<string> => new Set(keys.map(plain));

/** Makes the rest of JSON.stringify's work safe: secrets, and what JSON has no form for. */
const replacer =
  (secrets: ReadonlySet<string>) =>
  (key: string, value: unknown): unknown => {
    const name = plain(key);
    if (SECRET.test(name) || secrets.has(name)) return REDACTED;
    if (value instanceof Error) {
      // they are no members that JSON.stringify would see
      return { ...value, name: value.name, message: value.message, stack: value.stack, cause: value.cause };
    }
    return typeof value === 'bigint' ? `${value}` : value;
  };

/** @param context what every line carries */
export function loggerOf(context: object, secrets: ReadonlySet<string>): Logger {
  const asked = LEVELS.indexOf((process.env['LOG_LEVEL'] ?? '').toUpperCase() as Level);
  // an unknown LOG_LEVEL must not silence anything that INFO tells
  const least = asked < 0 ? PLACE_OF_INFO : asked;
  const redact = replacer(secrets);
  const log = (level: Level, message: string, fields?: LogFields): void => {
    if (LEVELS.indexOf(level) < least) return;
    const text = typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : typeof message;
    writeLine(lineOf({ timestamp: new Date(), level, message: text, ...context }, fields, redact));
  };
  const methods = LEVELS.map((level) => [level.toLowerCase(), log.bind(undefined, level)]);
  return {
    ...fromEntries(methods),
    event: (event: { event?: string; success?: boolean; error?: unknown }) => {
      log(event?.success === false || event?.error ? 'ERROR' : 'INFO', `${event?.event}`, event);
    },
  };
}

function lineOf(head: object, fields: LogFields | undefined, redact: (key: string, value: unknown) => unknown): string {
  try {
    const given = fields instanceof Error ? { error: fields } : fields;
    // the head stands first and cannot be replaced; `_aws` in fields that came from outside would make metrics of them
    const line = json({ ...head, ...given, ...head, _aws: undefined }, redact);
    if (line.length <= LONGEST_LINE) return line;
  } catch {
    // a circle, or a getter that throws
  }
  return json({ ...head, fieldsDropped: 'too long or not JSON' });
}
