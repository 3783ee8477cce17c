import { Token } from 'aws-cdk-lib';
import { Severity } from './severity';

/** Options of a route. */
export interface RouteOptions {
  /**
   * Which severities travel on this route.
   *
   * @default - P0, P1 and P2 for e-mail; P0 and P1 for SMS
   */
  readonly severities?: Severity[];
}

// E.164: a plus sign, a country code that does not start with 0, at most 15 digits; no real number has fewer than 7.
const E164 = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/;

/**
 * Which severities go to which channel.
 *
 * @example
 *
 * Route.sms('+4915112345678', { severities: [Severity.P0, Severity.P1] });
 */
export class Route {
  /**
   * Sends alerts to an e-mail address. AWS sends a confirmation link there first; until somebody clicks it, nothing arrives.
   *
   * @param address one address, such as `oncall@example.com`
   * @throws if it is not an e-mail address
   */
  public static email(address: string, options: RouteOptions = {}): Route {
    if (!Token.isUnresolved(address) && !EMAIL.test(address)) {
      throw new Error(
        `Route.email: '${address}' is not an e-mail address. Write one address, such as oncall@example.com.`,
      );
    }
    return new Route('email', address, options.severities ?? [Severity.P0, Severity.P1, Severity.P2]);
  }

  /**
   * Sends alerts as text messages. A new AWS account is in the SMS sandbox: verify the number there first, and mind the
   * default spending limit of 1 US dollar a month.
   *
   * @param phoneNumber in E.164 form, such as `+4915112345678`
   * @throws if it is not in E.164 form
   */
  public static sms(phoneNumber: string, options: RouteOptions = {}): Route {
    if (!Token.isUnresolved(phoneNumber) && !E164.test(phoneNumber)) {
      throw new Error(
        `Route.sms: '${phoneNumber}' is not a phone number in E.164 form. Write a plus sign, country code and number without spaces, such as +4915112345678.`,
      );
    }
    return new Route('sms', phoneNumber, options.severities ?? [Severity.P0, Severity.P1]);
  }

  /** The severities that travel on this route. */
  public readonly severities: Severity[];

  /** @internal */
  public readonly _protocol: string;
  /** @internal */
  public readonly _endpoint: string;

  private constructor(protocol: string, endpoint: string, severities: Severity[]) {
    if (severities.length === 0) {
      throw new Error(
        `Route.${protocol}('${endpoint}') has no severity: give at least one, or leave 'severities' out.`,
      );
    }
    if (severities.includes(Severity.P3)) {
      throw new Error(
        `Route.${protocol}('${endpoint}') names P3, which is only shown on the dashboard and never sent. Use P0, P1 or P2, and raise a rule's severity if it should be sent.`,
      );
    }
    this._protocol = protocol;
    this._endpoint = endpoint;
    this.severities = severities;
  }
}

/** Faults of routes that would never hear anything. */
export function deafRoutes(routes: readonly Route[], showOnly: readonly Severity[]): string[] {
  return routes
    .filter(({ severities }) => severities.every((severity) => showOnly.includes(severity)))
    .map(
      (route) =>
        `${route._endpoint} would never hear anything: all of its severities are in 'showOnly'. Remove the route, or one of them.`,
    );
}
