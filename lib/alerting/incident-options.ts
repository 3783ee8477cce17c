import type { Severity } from '../contracts/severity';
import { required, TEXT } from '../validation/kind';
import { list, object } from '../validation/options';
import { nameOf } from './destination';
import { isTimeZone } from './maintenance';
import { deafRoutes, ROUTES, type Route } from './route';

/**
 * Who hears of an incident that those before have not answered in time.
 */
export interface EscalationLevel {
  /** Where the level hears of it: any routes but `Route.slackApp`, which hears of all alarms by itself. */
  readonly routes: Route[];
}

/** A report of what is still open, once a day; nothing on a day when nothing is. */
export interface DailyDigest {
  /** The time of day: `08:00`. */
  readonly at: string;

  /**
   * The time zone of that time, such as `Europe/Berlin`.
   *
   * @default UTC
   */
  readonly timeZone?: string;
}

/**
 * How incidents are followed up: each alert carries a link by which somebody takes it, a flapping alarm is told once and then
 * summarised, and `vigil ack` and `vigil incident` work.
 *
 * @example
 *
 * new Vigil(this, 'Vigil', {
 *   environment: 'prod',
 *   routes: [Route.email('oncall@example.com'), Route.sms('+4915112345678')],
 *   incidents: {
 *     escalation: [{ routes: [Route.sms('+4915187654321')] }, { routes: [Route.email('management@example.com')] }],
 *     digest: { at: '08:00', timeZone: 'Europe/Berlin' },
 *   },
 * });
 */
export interface IncidentOptions {
  /**
   * Who hears, level by level, of an incident that nobody has taken: each level has 15 minutes for P0, 1 hour for P1, 4 hours for
   * P2. The first level are the `routes` of the Vigil; the first of these is the second.
   *
   * @default - nobody else
   */
  readonly escalation?: EscalationLevel[];

  /**
   * When the first level hears what is still open.
   *
   * @default - never
   */
  readonly digest?: DailyDigest;
}

/** The kind of the option that says how incidents are followed up. */
export const INCIDENTS = object<IncidentOptions>({
  escalation: list(
    object<EscalationLevel>({ routes: required(ROUTES, "Write for example [Route.sms('+447700900124')].") }),
  ),
  digest: object<DailyDigest>({ at: required(TEXT, "Write for example '08:00'."), timeZone: TEXT }),
});

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Their number is a part of names. */
const MOST_LEVELS = 8;

/** What is wrong with them, each with its place. */
export function incidentFaults({ escalation = [], digest }: IncidentOptions, showOnly: readonly Severity[]): string[] {
  const levels = escalation.flatMap(({ routes }, index) => {
    const place = `incidents.escalation[${index}]`;
    if (routes.length === 0)
      return [`${place}: it has no route, so nobody would hear. Add one, or leave the level out.`];
    return routes
      .filter(({ _destination }) => _destination.by === 'chatApplication')
      .map(
        ({ _destination }) =>
          `${place}: ${nameOf(_destination)} by Route.slackApp hears of all alarms at once. Use Route.slackBot here.`,
      );
  });
  const tooMany =
    escalation.length > MOST_LEVELS &&
    `incidents.escalation: ${escalation.length} levels are too many; at most ${MOST_LEVELS}.`;
  const time =
    digest !== undefined &&
    !TIME_OF_DAY.test(digest.at) &&
    `incidents.digest: '${digest.at}' is no time of day. Write hours and minutes, such as '08:00'.`;
  const zone =
    digest?.timeZone !== undefined &&
    !isTimeZone(digest.timeZone) &&
    `incidents.digest: '${digest.timeZone}' is no time zone. Use a name such as 'Europe/Berlin' or 'UTC'.`;
  const deaf = deafRoutes(
    escalation.flatMap(({ routes }) => routes),
    showOnly,
  );
  return [...levels, ...deaf, ...[tooMany, time, zone].flatMap((fault) => (fault ? [fault] : []))];
}
