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
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type Level = (typeof LEVELS)[number];

const REDACTED = '[redacted]';
const SECRET_KEYS = [
  'password',
  'secret',
  'clientsecret',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authorization',
  'cookie',
  'setcookie',
  'apikey',
  'xapikey',
];
const LONGEST_MESSAGE = 10_000;
/** Below the 256 KB of an event, each character taken for four bytes. */
const LONGEST_LINE = 60_000;

/** `x-api-key`, `X_API_KEY` and `xApiKey` are one key. */
const plain = (key: string): string => key.toLowerCase().replace(/[-_]/g, '');

/** The keys whose values are never logged: the usual ones, and those given. */
export const secretKeys = (more: readonly string[]): ReadonlySet<string> =>
  new Set([...SECRET_KEYS, ...more].map(plain));

const detailsOf = ({ name, message, stack, cause }: Error) => ({ name, message, stack, cause });

/** Makes the rest of JSON.stringify's work safe: secrets, and what JSON has no form for. */
const replacer =
  (secrets: ReadonlySet<string>) =>
  (key: string, value: unknown): unknown => {
    if (secrets.has(plain(key))) return REDACTED;
    if (value instanceof Error) return { ...value, ...detailsOf(value) };
    return typeof value === 'bigint' ? `${value}` : value;
  };

/** @param context what every line carries */
export function loggerOf(context: object, secrets: ReadonlySet<string>): Logger {
  const least = LEVELS.indexOf((process.env['LOG_LEVEL'] ?? 'INFO').toUpperCase() as Level);
  const redact = replacer(secrets);
  const log = (level: Level, message: string, fields?: LogFields): void => {
    // an unknown LOG_LEVEL must not silence anything that INFO tells
    if (LEVELS.indexOf(level) < (least < 0 ? LEVELS.indexOf('INFO') : least)) return;
    const text = typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : typeof message;
    writeLine(`${lineOf({ timestamp: new Date(), level, message: text, ...context }, fields, redact)}\n`);
  };
  return {
    trace: (message, fields) => log('TRACE', message, fields),
    debug: (message, fields) => log('DEBUG', message, fields),
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, fields) => log('ERROR', message, fields),
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
