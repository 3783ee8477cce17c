import { type Duration, Token } from 'aws-cdk-lib';
import type { Severity } from '../contracts/severity';
import { DURATION, POSITIVE, required, TEXT } from '../validation/kind';
import { list, object } from '../validation/options';
import { nameOf } from './destination';
import { isTimeZone } from './maintenance';
import type { Route } from './route';
import { ROUTES, unusedRouteErrors } from './route-checks';

/**
 * The recipients of an incident that the previous level has not acknowledged in time.
 */
export interface EscalationLevel {
  /** The routes of the level. `Route.slackApp` is not possible, because it is notified of all alarms. */
  readonly routes: Route[];
}

/** A daily report of open incidents. It is not sent when there are none. */
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
 * Acknowledgement, escalation and reports of incidents. Each alert has a link to acknowledge it, a flapping alarm notifies once and is
 * then summarised, and `vigil ack` and `vigil incident` work.
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
   * Who is notified, level by level, of an incident that is not acknowledged. Each level has 15 minutes for P0, 1 hour for P1, 4 hours for
   * P2. The first level are the `routes` of the Vigil; the first of these levels is the second.
   *
   * @default - no escalation
   */
  readonly escalation?: EscalationLevel[];

  /**
   * How long an acknowledgement holds: from 5 minutes to 7 days. Each update of the incident renews it. Then everybody who was notified
   * is notified again, and the next level if nobody acknowledges the incident within its response time.
   *
   * @default - project default: four response times, which are 1 hour for P0, 4 hours for P1, 16 hours for P2
   */
  readonly acknowledgementTimeout?: Duration;

  /**
   * The concurrent executions that are reserved for the function behind the links and `vigil ack`, and the most that it can use: from 1 to
   * 100. Its page takes 10 requests a second anyway. Deployment fails where less than 100 executions of the account's quota would be left
   * unreserved, as in new accounts with a quota of 10.
   *
   * @default - none are reserved
   */
  readonly reservedConcurrency?: number;

  /**
   * When the first level is sent a report of open incidents.
   *
   * @default - no report
   */
  readonly digest?: DailyDigest;
}

/** The kind of the option `incidents`. */
export const INCIDENTS = object<IncidentOptions>({
  escalation: list(
    object<EscalationLevel>({ routes: required(ROUTES, "Write for example [Route.sms('+447700900124')].") }),
  ),
  acknowledgementTimeout: DURATION,
  reservedConcurrency: POSITIVE,
  digest: object<DailyDigest>({ at: required(TEXT, "Write for example '08:00'."), timeZone: TEXT }),
});

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
/** One digit, because names contain the number of a level. */
const MOST_LEVELS = 8;
/** Less would call people faster than they can work. */
const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 7 * 24 * 60;
/** Ten times what the requests that the page takes can need. */
const MOST_EXECUTIONS = 100;

/** All errors of the option, each with its path. */
export function incidentErrors(options: IncidentOptions, showOnly: readonly Severity[]): string[] {
  const { escalation = [], digest, acknowledgementTimeout, reservedConcurrency = 1 } = options;
  const levels = escalation.flatMap(({ routes }, index) => {
    const path = `incidents.escalation[${index}]`;
    if (routes.length === 0)
      return [`${path}: it has no route and would notify nobody. Add a route, or remove the level.`];
    return routes
      .filter(({ _destination }) => _destination.by === 'chatApplication')
      .map(
        ({ _destination }) =>
          `${path}: ${nameOf(_destination)} by Route.slackApp is notified of all alarms at once and cannot be escalated to. Use Route.slackBot.`,
      );
  });
  const tooMany =
    escalation.length > MOST_LEVELS &&
    `incidents.escalation: it has ${escalation.length} levels, but at most ${MOST_LEVELS} are possible.`;
  const minutes = acknowledgementTimeout?.toMinutes({ integral: false });
  const timeout =
    minutes !== undefined &&
    (!Number.isInteger(minutes) || minutes < SHORTEST_MINUTES || minutes > LONGEST_MINUTES) &&
    `incidents.acknowledgementTimeout: it is ${minutes} minutes, but only whole minutes from ${SHORTEST_MINUTES} to ${LONGEST_MINUTES}, which is 7 days, are possible.`;
  const concurrency =
    !Token.isUnresolved(reservedConcurrency) &&
    !(Number.isInteger(reservedConcurrency) && reservedConcurrency >= 1 && reservedConcurrency <= MOST_EXECUTIONS) &&
    `incidents.reservedConcurrency: ${reservedConcurrency} is not a whole number from 1 to ${MOST_EXECUTIONS}.`;
  const time =
    digest !== undefined &&
    !TIME_OF_DAY.test(digest.at) &&
    `incidents.digest: '${digest.at}' is not a time of day. Write hours and minutes, such as '08:00'.`;
  const zone =
    digest?.timeZone !== undefined &&
    !isTimeZone(digest.timeZone) &&
    `incidents.digest: '${digest.timeZone}' is not a time zone. Use a name such as 'Europe/Berlin' or 'UTC'.`;
  const unused = unusedRouteErrors(
    escalation.flatMap(({ routes }) => routes),
    showOnly,
  );
  return [
    ...levels,
    ...unused,
    ...[tooMany, timeout, concurrency, time, zone].flatMap((error) => (error ? [error] : [])),
  ];
}
