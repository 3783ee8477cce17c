import fc from 'fast-check';
import { EnvironmentProfile } from '../../lib/environments/environment-profile';
import { appWith, errorsOf, load, prod, vigilFile } from './vigil-file';

const GOOD = prod({ routes: [{ email: 'oncall@example.com' }], rules: { QueueStuck: { threshold: 900 } } });

describe('a file that cannot be read', () => {
  test('is missing: names the folder and gives a valid example', () => {
    // GIVEN
    const file = vigilFile(GOOD).replace('vigil.json', 'other.json');

    // WHEN
    const loading = () => EnvironmentProfile.load(appWith('dev'), { file });

    // THEN
    const message = messageOf(loading);
    expect(message).toMatch(/other\.json: there is no such file in .*\. Create it, for example with:/);
    expect(load(message.slice(message.indexOf('{')), 'dev').name).toBe('dev');
  });

  test('is a folder', () => {
    expect(() => EnvironmentProfile.load(appWith('dev'), { file: '.' })).toThrow(/cannot be read: EISDIR/);
  });

  test.each([
    ['', '1:1', 'expected a value'],
    ['{\n  "version": "1.0",\n}', '3:1', 'expected a key in double quotes; or delete the comma before'],
    ['{\n  "version": "1.0"\n  "environments": {}\n}', '3:3', 'a comma is missing before this'],
    ['{\r\n  "version" "1.0"\r\n}', '2:13', 'a colon is missing before this'],
    ['{ "version": "1.0" // the first\n}', '1:20', 'JSON has no comments; delete it'],
    ["{ 'version': 1 }", '1:3', 'expected a text in double quotes, a number, true, false or null'],
    ['{ "version": "1.0', '1:14', 'the closing double quote is missing'],
    ['{ "version": 1', '1:15', 'a closing } is missing before this'],
    ['[1', '1:3', 'a closing ] is missing before this'],
    ['{}}', '1:3', 'the file should end before this'],
    ['[1.]', '1:2', 'the number is cut off'],
    ['["\\x"]', '1:2', 'the text has a single backslash; write two'],
    ['["\\u12"]', '1:2', 'four hexadecimal digits have to follow \\u'],
    ['["a\tb"]', '1:2', 'the text has a control character; write it as an escape such as \\t'],
  ])('is not JSON: %j', (text, position, reason) => {
    expect(errorsOf(text)).toEqual([`vigil.json:${position}: this is not JSON: ${reason}.`]);
  });

  test('unless it only begins with a byte order mark', () => {
    expect(load(`\uFEFF${JSON.stringify(GOOD)}`, 'prod').name).toBe('prod');
  });
});

describe('wrong values', () => {
  test('are all reported at once, in the order of the file, also those of other environments', () => {
    // GIVEN
    const text = `{
  "version": "3",
  "environments": {
    "dev": { "routes": [{ "email": "oncall" }] },
    "prod": {
      "routes": [],
      "rules": { "Orders/QueueStuck": { "threshold": "900", "periodMinutes": 0.5 } }
    }
  }
}`;

    // WHEN
    const errors = errorsOf(text, 'prdo');

    // THEN
    expect(errors).toEqual([
      'vigil.json:2:14 version: "3" is not a known version of this format. Write "1.0".',
      'vigil.json:4:36 environments.dev.routes[0].email: "oncall" is not an e-mail address. Write for example "oncall@example.com".',
      'vigil.json:7:54 environments.prod.rules["Orders/QueueStuck"].threshold: "900" is not a number. Write for example 900.',
      'vigil.json:7:78 environments.prod.rules["Orders/QueueStuck"].periodMinutes: 0.5 is not a whole number of minutes from 1 to 1440. Write for example 5.',
      'vigil.json: there is no environment "prdo". There are: dev, prod. Choose one on the command line, for example: npx cdk synth -c env=prod',
    ]);
  });

  test.each([
    [{ account: 111122223333 }, 'account: 111122223333 is not an AWS account id, 12 digits in double quotes.'],
    [{ account: '1111' }, 'account: "1111" is not an AWS account id'],
    [{ region: 'Frankfurt' }, 'region: "Frankfurt" is not the code of an AWS region.'],
    [{ routes: { email: 'a@example.com' } }, 'routes: this is not a list of routes.'],
    [
      { routes: [], incidents: { escalation: [{ routes: [] }] } },
      'incidents.escalation[0].routes: this is not a list of at least one route.',
    ],
    [
      { routes: [], incidents: { digest: { at: '8 am' } } },
      'incidents.digest.at: "8 am" is not a time of day, hours and minutes. Write for example "08:00".',
    ],
    [{ routes: [], incidents: { escalations: [] } }, 'incidents.escalations: unknown key. Did you mean "escalation"?'],
    [{ routes: ['a@example.com'] }, 'routes[0]: "a@example.com" is not a route with one channel'],
    [
      { routes: [{}] },
      'routes[0]: this is not a route with one channel, either "email", "sms", "slack", "slackBot", "slackApp", "discord", "teams", "pagerDuty", "opsgenie" or "webhook".',
    ],
    [{ routes: [{ email: 'a@example.com', sms: '+447700900123' }] }, 'routes[0]: this is not a route with one channel'],
    [{ routes: [{ sms: '07700 900123' }] }, 'routes[0].sms: "07700 900123" is not a phone number in E.164 form'],
    [
      { routes: [{ sms: '+447700900123', severities: [] }] },
      'routes[0].severities: this is not a list of at least one',
    ],
    [{ routes: [{ sms: '+447700900123', severities: ['P0', 'P0'] }] }, 'routes[0].severities: this is not a list of'],
    [
      { routes: [{ sms: '+447700900123', severities: ['P3'] }] },
      'routes[0].severities[0]: "P3" is not a severity that is sent (P3 is on the dashboard only). Write "P0" or "P1" or "P2".',
    ],
    [{ rules: { QueueStuck: 900 } }, 'rules.QueueStuck: 900 is not an object with changes to a rule.'],
    [{ rules: { QueueStuck: { periodMinutes: 1441 } } }, 'rules.QueueStuck.periodMinutes: 1441 is not a whole number'],
    [
      { rules: { QueueStuck: { datapointsToAlarm: 0 } } },
      'rules.QueueStuck.datapointsToAlarm: 0 is not a whole number',
    ],
    [{ rules: { QueueStuck: { evaluationPeriods: 1.5 } } }, 'rules.QueueStuck.evaluationPeriods: 1.5 is not a whole'],
    [
      { rules: { QueueStuck: { treatMissingData: 'ok' } } },
      'rules.QueueStuck.treatMissingData: "ok" is not a way to treat',
    ],
    [{ rules: { QueueStuck: { severity: 'P4' } } }, 'rules.QueueStuck.severity: "P4" is not a severity.'],
    [{ rules: { QueueStuck: { runbookUrl: '/q' } } }, 'rules.QueueStuck.runbookUrl: "/q" is not an https address'],
    [{ rules: { QueueStuck: { enabled: 1 } } }, 'rules.QueueStuck.enabled: 1 is not true or false.'],
    [{ showOnly: ['p2'] }, 'showOnly[0]: "p2" is not a severity.'],
    [{ grouping: 'no' }, 'grouping: "no" is not true or false.'],
    [{ detailedMetrics: null }, 'detailedMetrics: null is not true or false.'],
    [
      { runbookBaseUrl: 'http://wiki.example.com' },
      'runbookBaseUrl: "http://wiki.example.com" is not an https address',
    ],
    [{ runbookBaseUrl: `http://${'x'.repeat(60)}` }, 'runbookBaseUrl: this is not an https address'],
  ])('%j', (settings, error) => {
    const errors = errorsOf(prod(settings));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^vigil\.json:1:\d+ /);
    expect(errors[0]).toContain(` environments.prod.${error}`);
  });

  test.each([
    [[], '1:1: this is not an object with "version" and "environments".'],
    ['null', '1:1: null is not an object with "version" and "environments".'],
    [{ environments: {}, version: '1.0' }, '1:17 environments: this is not an object with at least one environment.'],
    [{ version: '1.0' }, '1:1: "environments" is missing. Add for example "environments": {"dev":'],
    [{ environments: { prod: { routes: [] } } }, '1:1: "version" is missing. Add for example "version": "1.0".'],
    [
      { version: '1.0', environments: { prod: {} } },
      '1:41 environments.prod: "routes" is missing. Add for example "routes": [',
    ],
    [
      { version: '1.0', environments: { prod: { routes: [] }, x: { routes: [] } } },
      '1:55 environments.x: "x" is not a name of 2',
    ],
    [
      '{"version":"1.0","environments":{"prod":{"routes":[]},"__proto__":{"routes":[]}}}',
      '1:55 environments.__proto__: ',
    ],
  ])('%j', (content, error) => {
    const errors = errorsOf(content);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`vigil.json:${error}`);
  });
});

describe('keys', () => {
  test.each([
    [{ routes: [{ emial: 'a@example.com' }] }, 'routes[0].emial: unknown key. Did you mean "email"?'],
    [{ routes: [{ 'e-mail': 'a@example.com' }] }, 'routes[0].e-mail: unknown key. Did you mean "email"?'],
    [{ routes: [{ SMS: '+447700900123' }] }, 'routes[0].SMS: unknown key. Did you mean "sms"?'],
    [{ detailedMetric: true }, 'detailedMetric: unknown key. Did you mean "detailedMetrics"?'],
    [{ rules: { QueueStuck: { treshhold: 9 } } }, 'rules.QueueStuck.treshhold: unknown key. Did you mean "threshold"?'],
    [
      { rules: { QueueStuck: { period: 5 } } },
      'rules.QueueStuck.period: unknown key. Use one of: enabled, threshold, ',
    ],
    [
      { routes: [{ email: 'a@example.com', emails: 'b@example.com' }] },
      'routes[0].emails: unknown key. Use one of: email, sms, slack, slackBot, slackApp, discord, teams, pagerDuty, opsgenie, webhook, severities.',
    ],
  ])('that are unknown: %j', (settings, error) => {
    const errors = errorsOf(prod(settings));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(` environments.prod.${error}`);
  });

  test('that are misspelt are not also reported as missing', () => {
    expect(errorsOf('{"version":"1.0","enviroments":{}}')).toEqual([
      'vigil.json:1:18 enviroments: unknown key. Did you mean "environments"?',
    ]);
  });

  test('that are duplicates', () => {
    // GIVEN
    const text =
      '{"version":"1.0","environments":{"prod":{"routes":[]},\n"prod":{"routes":[{"sms":"+447700900123","sms":"+1"}]}}}';

    // WHEN
    const errors = errorsOf(text);

    // THEN
    expect(errors).toEqual([
      'vigil.json:2:1 environments.prod: this key is a duplicate. Keep one of the two.',
      'vigil.json:2:42 environments.prod.routes[0].sms: this key is a duplicate. Keep one of the two.',
      expect.stringContaining('vigil.json:2:48 environments.prod.routes[0].sms: "+1" is not a phone number'),
    ]);
  });
});

describe('whatever the file is', () => {
  test('any text is loaded or refused with errors of the file', () => {
    const good = JSON.stringify(GOOD);
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\n', 'x', '1', 'null', '"routes"', '//');
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(3), piece, (at, drop, insert) => {
        const errors = errorsOf(good.slice(0, at) + insert + good.slice(at + drop));
        expect(errors.filter((error) => !error.startsWith('vigil.json'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('any data is loaded or refused with errors of the file', () => {
    const settings = fc.record(
      {
        routes: fc.oneof(
          fc.jsonValue(),
          fc.array(fc.dictionary(fc.constantFrom('email', 'sms', '~/'), fc.jsonValue())),
        ),
        rules: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
        showOnly: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const file = fc.oneof(
      fc.jsonValue(),
      fc.record({
        version: fc.constant('1.0'),
        environments: fc.dictionary(fc.string(), fc.oneof(settings, fc.jsonValue())),
      }),
    );
    fc.assert(
      fc.property(file, (data) => {
        const errors = errorsOf(JSON.stringify(data));
        expect(errors.filter((error) => !error.startsWith('vigil.json'))).toEqual([]);
      }),
      { numRuns: 150, examples: [[prod({ showOnly: [{}, { toString: null }] })]] },
    );
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('a secret itself instead of its name', () => {
  const ADVICE =
    'is not the name or the complete ARN of a secret in AWS Secrets Manager. Write for example "prod/slack-alerts".';

  test.each([
    ['slack', 'https://hooks.slack.com/services/T0/B0/abc'],
    ['slackBot', ['xoxb', '123456789012', 'abcdef'].join('-')],
    ['slackBot', ['xapp', '1', 'A0123', 'abcdef'].join('-')],
    ['discord', 'https://discord.com/api/webhooks/123/abc'],
    ['webhook', '0123456789abcdef'.repeat(2)],
  ])('of %s is refused and never printed: %#', (channel, secret) => {
    const route = { [channel]: { secret, ...(channel === 'slackBot' && { channel: 'C0123ABCD' }) } };
    const [message, ...others] = errorsOf(prod({ routes: [route] }));

    expect(others).toEqual([]);
    expect(message).toMatch(/^vigil\.json:\d+:\d+ environments\.prod\.routes\[0\]\./);
    expect(message).toContain(`a text that looks like a token, a key or an address (not shown) ${ADVICE}`);
    expect(message).not.toContain(secret);
  });

  test('is not printed instead of other values either', () => {
    const [message] = errorsOf(prod({ routes: [{ email: 'https://hooks.slack.com/services/T0/B0/abc' }] }));

    expect(message).toContain('(not shown) is not an e-mail address.');
  });
});
