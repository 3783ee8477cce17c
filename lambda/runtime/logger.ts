import { LONGEST_ESCAPED_LINE, LONGEST_LINE, PLACE_OF_INFO } from './limits';
import type { LogEvent } from './log-events';
import { type IsSecret, isError, loggable } from './loggable';
import { attempt, fromEntries, isText } from './objects';
import { json, writeLine } from './output';

/** The fields of a log line beside its message: an object, which may have an `error`, or an error itself. */
export type LogFields = Readonly<Record<string, unknown>> | Error;

/** Writes one line of JSON per call, if LOG_LEVEL admits its level. Never throws. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** @param fields the error, or fields that have it as `error` */
  error(message: string, fields?: LogFields): void;
  /** Writes a typed event: at INFO, or at ERROR if it failed. */
  event(event: LogEvent): void;
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type Level = (typeof LEVELS)[number];

/** @param context what every line carries */
export function loggerOf(context: object, isSecret: IsSecret): Logger {
  const asked = LEVELS.indexOf(`${process.env['LOG_LEVEL']}`.toUpperCase() as Level);
  // an unknown LOG_LEVEL counts as INFO
  const least = asked < 0 ? PLACE_OF_INFO : asked;
  const methods = LEVELS.map((level, index) => {
    const log: Logger['info'] = (message: unknown, fields) => {
      if (index < least) return;
      const text = isText(message) ? message : typeof message;
      const head = { level, message: text, ...context };
      const given = isError(fields) ? { error: fields } : fields;
      // the head stands first and cannot be replaced; `_aws` in fields that came from outside would make metrics of them
      const lineOf = (room: number): string => {
        const [safeHead, safeFields] = [
          loggable(head, isSecret, room),
          attempt(() => loggable({ ...given }, isSecret, room)),
        ];
        return json({ timestamp: new Date(), ...safeHead, ...safeFields, ...safeHead, _aws: undefined });
      };
      const line = lineOf(LONGEST_LINE - 2000);
      writeLine(line.length <= LONGEST_LINE ? line : lineOf(LONGEST_ESCAPED_LINE));
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
