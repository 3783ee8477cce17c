import { type App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { OpsgenieSite, PagerDutyRegion, Route, Severity } from '../../lib/index';
import { newApp } from '../support/synth';

const { P0, P1, P2, P3 } = Severity;

describe('e-mail', () => {
  test('carries P0 to P2 by default', () => {
    expect(Route.email('oncall@example.com').severities).toEqual([P0, P1, P2]);
    expect(Route.email('oncall@example.com', { severities: [P2] }).severities).toEqual([P2]);
  });

  test.each(['first.last+alarms@mail.example.co.uk', 'a@b.io', '"x"@example.com'])('%s is an address', (address) => {
    expect(() => Route.email(address)).not.toThrow();
  });

  test.each(['', 'oncall', 'oncall@example', '@example.com', 'a@example.com,b@example.com', 'On Call <a@example.com>'])(
    "'%s' is none",
    (address) => {
      expect(() => Route.email(address)).toThrow(
        `Route.email: '${address}' is not an e-mail address. Write one address`,
      );
    },
  );
});

describe('SMS', () => {
  test('carries P0 and P1 by default', () => {
    expect(Route.sms('+4915112345678').severities).toEqual([P0, P1]);
  });

  test.each(['+4915112345678', '+12125550123', '+447700900123', '+123456789012345'])('%s is a number', (number) => {
    expect(() => Route.sms(number)).not.toThrow();
  });

  test.each(['', '015112345678', '004915112345678', '+49 151 12345678', '+0123456789', '+1234567890123456', '+49151x'])(
    "'%s' is none",
    (number) => {
      expect(() => Route.sms(number)).toThrow(`Route.sms: '${number}' is not a phone number in E.164 form.`);
    },
  );
});

describe('both', () => {
  test.each([
    ['email', () => Route.email('a@example.com', { severities: [] })],
    ['sms', () => Route.sms('+12125550123', { severities: [] })],
  ])('%s needs a severity', (_, make) => {
    expect(make).toThrow(/has no severity\. Give at least one/);
  });

  test('do not carry P3, which is dashboard only', () => {
    expect(() => Route.email('a@example.com', { severities: [P1, P3] })).toThrow(/P3, which is dashboard only/);
  });

  test('take what is known at deployment', () => {
    const value = new CfnParameter(new Stack(newApp() as App, 'Shop'), 'Endpoint').valueAsString;

    expect(() => [Route.email(value), Route.sms(value)]).not.toThrow();
  });
});

describe('chats, services for on-call and webhooks', () => {
  const secret = () => Secret.fromSecretNameV2(new Stack(newApp() as App, 'Shop'), 'Secret', 'prod/chat');

  test('carry P0 to P2 by default', () => {
    const routes = [
      Route.slack(secret()),
      Route.slackBot(secret(), 'C0123ABCD'),
      Route.slackApp('T0123ABCD', 'C0123ABCD'),
      Route.discord(secret()),
      Route.teams(secret()),
      Route.pagerDuty(secret()),
      Route.opsgenie(secret()),
      Route.webhook(secret()),
    ];

    expect(routes.map(({ severities }) => severities)).toEqual(routes.map(() => [P0, P1, P2]));
    expect(Route.slack(secret(), { severities: [P0] }).severities).toEqual([P0]);
  });

  test.each<[Route, string]>([
    [Route.pagerDuty(secret()), 'https://events.pagerduty.com'],
    [Route.pagerDuty(secret(), { region: PagerDutyRegion.EU }), 'https://events.eu.pagerduty.com'],
    [Route.opsgenie(secret()), 'https://api.opsgenie.com'],
    [Route.opsgenie(secret(), { site: OpsgenieSite.EU }), 'https://api.eu.opsgenie.com'],
    [Route.opsgenie(secret(), { site: OpsgenieSite.JIRA }), 'https://api.atlassian.com/jsm/ops/integration'],
  ])('%# is sent to %s', ({ _destination }, api) => {
    expect(_destination).toMatchObject({ api });
  });

  test.each<[string, () => Route]>([
    [
      "Route.pagerDuty: region: 'asia' is not a service region of PagerDuty. Use us or eu.",
      () => Route.pagerDuty(secret(), { region: 'asia' as PagerDutyRegion }),
    ],
    [
      "Route.opsgenie: site: 'jsm' is not a site of Opsgenie. Use us, eu or jira.",
      () => Route.opsgenie(secret(), { site: 'jsm' as OpsgenieSite }),
    ],
    ["Route.slackBot: '#alerts' is not a channel's id.", () => Route.slackBot(secret(), '#alerts')],
    ["Route.slackApp: 'acme' is not a workspace's id", () => Route.slackApp('acme', 'C0123ABCD')],
    ["Route.slackApp: 'alerts' is not a channel's id", () => Route.slackApp('T0123ABCD', 'alerts')],
    ["Route.slack: '@oncall' cannot be mentioned.", () => Route.slack(secret(), { mention: '@oncall' })],
    ["Route.discord: 'oncall' is not a role's id", () => Route.discord(secret(), { mention: 'oncall' })],
    [
      "Route.webhook('webhook by secret Shop/Secret') has no severity",
      () => Route.webhook(secret(), { severities: [] }),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
