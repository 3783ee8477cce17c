import { Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Severity } from '../contracts/severity';
import { BOOLEAN, kind, oneOf, SEVERITY, TEXT } from '../validation/kind';
import { checkNow, list, object } from '../validation/options';
import { has, isCredential, shown } from '../validation/shown';
import { type Destination, nameOf, type SecretSource } from './destination';
import {
  type DiscordOptions,
  type OpsgenieOptions,
  OpsgenieSite,
  type PagerDutyOptions,
  PagerDutyRegion,
  type RouteOptions,
  type SlackOptions,
  type WebhookOptions,
} from './route-options';

// E.164: a plus sign, a country code that does not start with 0, at most 15 digits; no real number has fewer than 7.
const E164 = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/;
const SLACK_CHANNEL = /^[CG][A-Z0-9]{8,}$/;
const SLACK_WORKSPACE = /^T[A-Z0-9]{8,}$/;
const SLACK_MENTION = /^(S[A-Z0-9]{7,}|here|channel)$/;
const DISCORD_ROLE = /^\d{15,20}$/;
const TICKETS = [Severity.P0, Severity.P1, Severity.P2];

const OPTIONS = object<RouteOptions>({ severities: list(SEVERITY) }, '{ severities: [Severity.P0] }');
const MENTION_OPTIONS = object<SlackOptions & DiscordOptions>(
  { severities: list(SEVERITY), mention: TEXT },
  "{ mention: 'S0123ABCD' }",
);
const PAGER_DUTY_OPTIONS = object<PagerDutyOptions>(
  { severities: list(SEVERITY), region: oneOf('a service region of PagerDuty', Object.values(PagerDutyRegion)) },
  '{ region: PagerDutyRegion.EU }',
);
const OPSGENIE_OPTIONS = object<OpsgenieOptions>(
  { severities: list(SEVERITY), site: oneOf('a site of Opsgenie', Object.values(OpsgenieSite)) },
  '{ site: OpsgenieSite.EU }',
);

const WEBHOOK_OPTIONS = object<WebhookOptions>(
  { severities: list(SEVERITY), allowHttp: BOOLEAN },
  '{ severities: [Severity.P0] }',
);

const PAGER_DUTY: Readonly<Record<PagerDutyRegion, string>> = {
  us: 'https://events.pagerduty.com',
  eu: 'https://events.eu.pagerduty.com',
};
const OPSGENIE: Readonly<Record<OpsgenieSite, string>> = {
  us: 'https://api.opsgenie.com',
  eu: 'https://api.eu.opsgenie.com',
  jira: 'https://api.atlassian.com/jsm/ops/integration',
};

// as AWS Secrets Manager has them
const SECRET_NAME = /^[A-Za-z0-9/_+=.@:-]{1,2048}$/;
const SECRET = kind(
  "the name of a secret in AWS Secrets Manager, such as 'prod/slack-alerts', or a secret of CDK",
  (value) =>
    typeof value === 'string'
      ? Token.isUnresolved(value) || (SECRET_NAME.test(value) && !isCredential(value))
      : has(value, 'secretArn'),
  (value) =>
    isCredential(value) ? 'Store it there, give the name here, and revoke it if it was committed.' : undefined,
);

/**
 * Which severities go to which channel.
 *
 * E-mail and SMS alone use Amazon SNS directly. Any other channel adds a Lambda function that writes a message of
 * its own for each channel, including e-mail and SMS.
 *
 * @example
 *
 * Route.sms('+4915112345678', { severities: [Severity.P0, Severity.P1] });
 */
export class Route {
  /**
   * Sends alerts to an e-mail address. AWS sends a confirmation link there first; alerts arrive only after it was clicked.
   *
   * @param address one address, such as `oncall@example.com`
   * @throws if it is not an e-mail address
   */
  public static email(address: string, options: RouteOptions = {}): Route {
    check('email', address, EMAIL, 'is not an e-mail address. Write one address, such as oncall@example.com.');
    return new Route({ by: 'subscription', protocol: 'email', endpoint: address }, 'email', options, TICKETS);
  }

  /**
   * Sends alerts as SMS. A new AWS account is in the SMS sandbox: verify the number there first, and note the
   * default spending limit of 1 US dollar a month.
   *
   * @param phoneNumber in E.164 form, such as `+4915112345678`
   * @throws if it is not in E.164 form
   */
  public static sms(phoneNumber: string, options: RouteOptions = {}): Route {
    const advice = 'Write a plus sign, country code and number without spaces, such as +4915112345678.';
    check('sms', phoneNumber, E164, `is not a phone number in E.164 form. ${advice}`);
    const destination: Destination = { by: 'subscription', protocol: 'sms', endpoint: phoneNumber };
    return new Route(destination, 'sms', options, [Severity.P0, Severity.P1]);
  }

  /**
   * Sends alerts to a Slack channel by an incoming webhook: each change of an alarm is a message of its own.
   *
   * @param secret holds the webhook's address, as text or as `url` of a JSON object; it is read at run time only
   * @throws if `mention` is neither a user group's id nor `here` or `channel`
   *
   * @example
   *
   * Route.slack(Secret.fromSecretNameV2(this, 'SlackHook', 'prod/slack-alerts'), { mention: 'S0123ABCD' });
   */
  public static slack(secret: ISecret, options: SlackOptions = {}): Route {
    return Route._slack(secret, options);
  }

  /** @internal */
  public static _slack(secret: SecretSource, options: SlackOptions): Route {
    checkMention('slack', options.mention);
    return new Route({ by: 'notifier', kind: 'slack', secret, mention: options.mention }, 'slack', options, TICKETS);
  }

  /**
   * Sends alerts to a Slack channel as a bot: one message for each incident, which is updated, with its timeline and the metric's
   * graph in the thread.
   *
   * The bot needs the scopes `chat:write`, `files:write` and, to find its own messages again after a function was ended,
   * `channels:history` (`groups:history` in a private channel), and has to be invited into the channel.
   *
   * @param secret holds the bot's token (`xoxb-…`), as text or as `token` of a JSON object; it is read at run time only
   * @param channelId the channel's id, such as `C0123ABCD`: a name can change
   * @throws if it is not a channel's id, or if `mention` is neither a user group's id nor `here` or `channel`
   */
  public static slackBot(secret: ISecret, channelId: string, options: SlackOptions = {}): Route {
    return Route._slackBot(secret, channelId, options);
  }

  /** @internal */
  public static _slackBot(secret: SecretSource, channelId: string, options: SlackOptions): Route {
    check(
      'slackBot',
      channelId,
      SLACK_CHANNEL,
      "is not a channel's id. Copy it from the channel's details: C0123ABCD.",
    );
    checkMention('slackBot', options.mention);
    const destination: Destination = {
      by: 'notifier',
      kind: 'slackBot',
      secret,
      channel: channelId,
      mention: options.mention,
    };
    return new Route(destination, 'slackBot', options, TICKETS);
  }

  /**
   * Sends alerts to a Slack channel by Amazon Q Developer in chat applications, formerly AWS Chatbot. Authorize the workspace in
   * its console once, and invite the app into a private channel. Its role may read CloudWatch and nothing else.
   *
   * @param workspaceId the workspace's id, such as `T0123ABCD`
   * @param channelId the channel's id, such as `C0123ABCD`
   * @throws if one of them is not such an id
   */
  public static slackApp(workspaceId: string, channelId: string, options: RouteOptions = {}): Route {
    check('slackApp', workspaceId, SLACK_WORKSPACE, "is not a workspace's id, such as T0123ABCD.");
    check('slackApp', channelId, SLACK_CHANNEL, "is not a channel's id, such as C0123ABCD.");
    return new Route({ by: 'chatApplication', workspaceId, channelId }, 'slackApp', options, TICKETS);
  }

  /**
   * Sends alerts to a Discord channel by a webhook.
   *
   * @param secret holds the webhook's address, as text or as `url` of a JSON object; it is read at run time only
   * @throws if `mention` is not a role's id
   */
  public static discord(secret: ISecret, options: DiscordOptions = {}): Route {
    return Route._discord(secret, options);
  }

  /** @internal */
  public static _discord(secret: SecretSource, options: DiscordOptions): Route {
    const { mention } = options;
    if (mention !== undefined)
      check('discord', mention, DISCORD_ROLE, "is not a role's id, a number of 15 to 20 digits.");
    return new Route({ by: 'notifier', kind: 'discord', secret, mention }, 'discord', options, TICKETS);
  }

  /**
   * Sends alerts to a Microsoft Teams channel by a workflow with the trigger "When a Teams webhook request is received": each change of
   * an alarm is an Adaptive Card of its own.
   *
   * @param secret holds the workflow's address, as text or as `url` of a JSON object; it is read at run time only
   */
  public static teams(secret: ISecret, options: RouteOptions = {}): Route {
    return Route._teams(secret, options);
  }

  /** @internal */
  public static _teams(secret: SecretSource, options: RouteOptions): Route {
    return new Route({ by: 'notifier', kind: 'teams', secret }, 'teams', options, TICKETS);
  }

  /**
   * Sends alerts to PagerDuty by an integration of the type Events API v2: each incident is one alert there, which is acknowledged
   * with it and resolved with it. P0 is critical, P1 error, P2 warning.
   *
   * @param secret holds the integration key of 32 characters, as text or as `routingKey` of a JSON object; it is read at run time only
   *
   * @example
   *
   * Route.pagerDuty(Secret.fromSecretNameV2(this, 'PagerDuty', 'prod/pager-duty'), { severities: [Severity.P0, Severity.P1] });
   */
  public static pagerDuty(secret: ISecret, options: PagerDutyOptions = {}): Route {
    return Route._pagerDuty(secret, options);
  }

  /** @internal */
  public static _pagerDuty(secret: SecretSource, options: PagerDutyOptions): Route {
    const { region = PagerDutyRegion.US, ...others } = checkNow('Route.pagerDuty', PAGER_DUTY_OPTIONS, options);
    const destination: Destination = { by: 'notifier', kind: 'pagerDuty', secret, api: PAGER_DUTY[region] };
    return new Route(destination, 'pagerDuty', others, TICKETS);
  }

  /**
   * Sends alerts to Opsgenie or to Jira Service Management by an API integration: each incident is one alert there, which is
   * acknowledged with it and closed with it. P0 has the priority P1 there, P1 has P2, P2 has P3.
   *
   * @param secret holds the key of the API integration, as text or as `apiKey` of a JSON object; it is read at run time only
   */
  public static opsgenie(secret: ISecret, options: OpsgenieOptions = {}): Route {
    return Route._opsgenie(secret, options);
  }

  /** @internal */
  public static _opsgenie(secret: SecretSource, options: OpsgenieOptions): Route {
    const { site = OpsgenieSite.US, ...others } = checkNow('Route.opsgenie', OPSGENIE_OPTIONS, options);
    const destination: Destination = { by: 'notifier', kind: 'opsgenie', secret, api: OPSGENIE[site] };
    return new Route(destination, 'opsgenie', others, TICKETS);
  }

  /**
   * Sends alerts as JSON to any web server, signed as Standard Webhooks describes (https://www.standardwebhooks.com).
   *
   * @param secret a JSON object with `url` and `signingKey`, which begins with `whsec_`; it is read at run time only
   */
  public static webhook(secret: ISecret, options: WebhookOptions = {}): Route {
    return Route._webhook(secret, options);
  }

  /** @internal */
  public static _webhook(secret: SecretSource, options: WebhookOptions): Route {
    const { allowHttp, ...others } = checkNow('Route.webhook', WEBHOOK_OPTIONS, options);
    const destination: Destination = { by: 'notifier', kind: 'webhook', secret, ...(allowHttp && { allowHttp }) };
    return new Route(destination, 'webhook', others, TICKETS);
  }

  /** The severities of this route. */
  public readonly severities: Severity[];

  /** @internal */
  public readonly _destination: Destination;

  private constructor(destination: Destination, factory: string, options: RouteOptions, usual: Severity[]) {
    const kindOfOptions = 'mention' in destination ? MENTION_OPTIONS : OPTIONS;
    const { severities } = checkNow(`Route.${factory}`, kindOfOptions, options);
    if ('secret' in destination) checkNow(`Route.${factory}`, SECRET, destination.secret);
    this._destination = destination;
    this.severities = severities ?? usual;
    const call = `Route.${factory}('${nameOf(destination)}')`;
    if (this.severities.length === 0) {
      throw new Error(`${call} has no severity. Give at least one, or leave 'severities' out.`);
    }
    if (this.severities.includes(Severity.P3)) {
      throw new Error(
        `${call} has P3, which is dashboard only. Use P0, P1 or P2; to notify of a P3 rule, raise its severity.`,
      );
    }
  }
}

function check(factory: string, value: string, pattern: RegExp, error: string): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) throw new Error(`Route.${factory}: ${shown(value)} ${error}`);
}

function checkMention(factory: string, mention: string | undefined): void {
  if (mention === undefined) return;
  check(
    factory,
    mention,
    SLACK_MENTION,
    "cannot be mentioned. Give a user group's id, such as S0123ABCD, or here or channel.",
  );
}
