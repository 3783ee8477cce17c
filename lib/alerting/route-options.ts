import type { Severity } from '../contracts/severity';

/** Options of a route. */
export interface RouteOptions {
  /**
   * The severities of the route.
   *
   * @default - P0 and P1 for SMS; P0, P1 and P2 for all others
   */
  readonly severities?: Severity[];
}

/** Options of a route to Slack. */
export interface SlackOptions extends RouteOptions {
  /**
   * Whom a new P0 or P1 alert mentions: the id of a user group, such as `S0123ABCD`, or `here` or `channel`.
   *
   * @default - no mention
   */
  readonly mention?: string;
}

/** Options of a route to Discord. */
export interface DiscordOptions extends RouteOptions {
  /**
   * Whom a new P0 or P1 alert mentions: the id of a role, such as `165511591545143296`.
   *
   * @default - no mention
   */
  readonly mention?: string;
}

/** Options of a route to a webhook. */
export interface WebhookOptions extends RouteOptions {
  /**
   * Sends also where the address in the secret begins with `http:`. Everybody on the way can read such alerts, and the links in them that
   * acknowledge incidents.
   *
   * @default false
   */
  readonly allowHttp?: boolean;
}

/** The service region of a PagerDuty account. */
export enum PagerDutyRegion {
  /** The account's address ends with `.pagerduty.com`. */
  US = 'us',
  /** The account's address ends with `.eu.pagerduty.com`. */
  EU = 'eu',
}

/** Options of a route to PagerDuty. */
export interface PagerDutyOptions extends RouteOptions {
  /**
   * The service region of the account.
   *
   * @default PagerDutyRegion.US
   */
  readonly region?: PagerDutyRegion;
}

/** Where the alerts of Opsgenie are: Atlassian ends Opsgenie on 5 April 2027 and moves its accounts to Jira Service Management. */
export enum OpsgenieSite {
  /** Opsgenie, `api.opsgenie.com`. */
  US = 'us',
  /** Opsgenie in the EU, `api.eu.opsgenie.com`. */
  EU = 'eu',
  /** Jira Service Management or Compass, `api.atlassian.com`, with the key of an API integration there. */
  JIRA = 'jira',
}

/** Options of a route to Opsgenie. */
export interface OpsgenieOptions extends RouteOptions {
  /**
   * Where the account is.
   *
   * @default OpsgenieSite.US
   */
  readonly site?: OpsgenieSite;
}
