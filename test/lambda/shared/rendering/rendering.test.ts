import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Alert, Incident } from '../../../../lambda/shared/alerts/alert';
import { parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import { discordMessage } from '../../../../lambda/shared/rendering/discord';
import { emailSubject, emailText } from '../../../../lambda/shared/rendering/email';
import { graphWidget } from '../../../../lambda/shared/rendering/graph-widget';
import { quantity } from '../../../../lambda/shared/rendering/measurement-text';
import { type SlackMessage, slackMessage } from '../../../../lambda/shared/rendering/slack';
import { smsText } from '../../../../lambda/shared/rendering/sms';
import { durationInWords } from '../../../../lambda/shared/rendering/times';
import { anyMessage } from '../../support/malformed';
import { ALL } from '../../support/payloads';
import { ACCOUNT, bySns, change } from '../../support/payloads/payload';

const FALLBACK = { id: 'fallback', sentAt: 1_787_458_532_000 };
const PICTURE = `https://graphs.s3.eu-west-1.amazonaws.com/x.png?${'X-Amz-Signature=0123456789&'.repeat(40)}`;
const PICTURES = ['a', 'b'].map((name) => ({ name, url: PICTURE }));
const began = ({ changedAt }: Alert): Incident => ({ startedAt: changedAt - 720_000, isLate: true });

// biome-ignore lint/suspicious/noExplicitAny: blocks are what they are
type Json = any;
const everything = (value: Json, pick: (part: Json) => Json): Json[] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...[pick(value)].filter((found) => found !== undefined),
        ...Object.values(value).flatMap((each) => everything(each, pick)),
      ];

/** What Slack documents: https://docs.slack.dev/reference/block-kit/blocks, and what it refuses beyond that. */
function slackFaults(message: SlackMessage): string[] {
  const blocks = [...message.blocks, ...message.attachments.flatMap((attachment) => attachment.blocks)] as Json[];
  const texts = everything(blocks, ({ type, text }) => (type === 'text' ? text : undefined));
  const links = everything(blocks, ({ type, url }) => (type === 'link' ? url : undefined));
  const pictures = everything(blocks, (part) => (part.type === 'image' ? part : undefined));
  const total = [message.text, ...texts].join('').length;
  const checks: [boolean, string][] = [
    [blocks.length <= 10, `${blocks.length} blocks`],
    [total <= 4000, `${total} characters of text`],
    [JSON.stringify(message).length <= 13_000, 'msg_blocks_too_long'],
    [texts.every((text) => text.length > 0), 'an empty text'],
    [blocks.every(({ type }) => ['rich_text', 'image'].includes(type)), 'a block with markup'],
    [links.every((url) => url.length <= 3000 && /^https:\/\/[\x21-\x7e]+$/.test(url)), 'a link that is none'],
    [
      pictures.every(
        ({ image_url, alt_text }) => image_url.length <= 3000 && alt_text.length > 0 && alt_text.length <= 2000,
      ),
      'a picture',
    ],
    [!/<[^>]*>/.test(message.text), 'markup in the notification'],
  ];
  return checks.filter(([right]) => !right).map(([, fault]) => fault);
}

function discordFaults(alert: Alert, incident: Incident): string[] {
  const { content, embeds, allowed_mentions } = discordMessage(alert, incident, { mention: '42', pictures: PICTURES });
  const [{ title, description, fields, footer }] = embeds as Json;
  const total = [title, description, footer.text, ...fields.flatMap(({ name, value }: Json) => [name, value])].join(
    '',
  ).length;
  const checks: [boolean, string][] = [
    [content === '<@&42>', 'content'],
    [allowed_mentions.parse.length === 0, 'mentions'],
    [title.length >= 1 && title.length <= 256, 'title'],
    [description.length >= 1 && description.length <= 4096, 'description'],
    [fields.length <= 25, 'fields'],
    [
      fields.every(
        ({ name, value }: Json) => name.length >= 1 && name.length <= 256 && value.length >= 1 && value.length <= 1024,
      ),
      'field',
    ],
    [footer.text.length <= 2048, 'footer'],
    [total <= 6000, `${total} characters`],
    // each mark that Discord reads follows a backslash
    [!/(?<!\\)[*_~`|[\]<]/.test(`${title}${description}`.replace(/\\\\/g, '')), 'markup'],
  ];
  return checks.filter(([right]) => !right).map(([, fault]) => fault);
}

function otherFaults(alert: Alert, incident: Incident): string[] {
  const subject = emailSubject(alert);
  const email = emailText(alert, incident);
  const sms = smsText(alert, incident);
  const isPlain = /^[\x20-\x7e]*$/.test(sms);
  const checks: [boolean, string][] = [
    [/^\[(TEST )?P\d[^\]]*\] [\x20-\x7e]+$/.test(subject) && subject.length < 100, `subject: ${subject}`],
    [email.length > 0 && email.length <= 8000 && !/\p{Surrogate}/u.test(email), 'email'],
    [!/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(email + sms), 'control characters'],
    [sms.length <= (isPlain ? 160 : 70) && !/\p{Surrogate}/u.test(sms), `sms of ${sms.length}: ${sms}`],
    [!isPlain || !/[[\]{}^~|\\`]/.test(sms), 'an SMS with characters of two places'],
  ];
  return checks.filter(([right]) => !right).map(([, fault]) => fault);
}

const errorsOf = (alert: Alert, incident: Incident): string[] => [
  ...slackFaults(slackMessage(alert, incident, { mention: 'S0123ABCD', pictures: PICTURES })),
  ...discordFaults(alert, incident),
  ...otherFaults(alert, incident),
];

test.each(ALL.map(({ name, body }) => [name, body]))('%s: keeps to the limits of each channel', (_, body) => {
  const alert = parseMessage(body, FALLBACK);

  expect(errorsOf(alert, began(alert))).toEqual([]);
});

test.each([
  ['Slack', (alert: Alert) => JSON.stringify(slackMessage(alert, began(alert), {}))],
  ['Discord', (alert: Alert) => JSON.stringify(discordMessage(alert, began(alert), {}))],
])('%s: no name calls anybody', (_, render) => {
  for (const { body } of ALL) {
    expect(render(parseMessage(body, FALLBACK))).not.toMatch(/<[!@#]|@channel|@everyone|@here/);
  }
});

describe('a recovery without any data says what that counts as', () => {
  const recovered = (statistic: string, treated: string) =>
    parseMessage(
      bySns(
        'quiet',
        change('Shop/Orders/EventsLost', {
          NewStateValue: 'OK',
          NewStateReason: `Threshold Crossed: no datapoints were received for 6 periods and 6 missing datapoints were treated as [${treated}].`,
          Trigger: {
            ...{ MetricName: 'FailedInvocations', Namespace: 'AWS/Events', Statistic: statistic, Dimensions: [] },
            ...{ Period: 300, EvaluationPeriods: 6, DatapointsToAlarm: 1, Threshold: 1 },
            ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          },
        }),
      ).body,
      FALLBACK,
    );

  test.each([
    ['SUM', 'NonBreaching', '(Sum): none in the last 30 minutes (limit 1 in any 5 of the last 30 minutes)'],
    [
      'AVERAGE',
      'NonBreaching',
      '(Average): no data in the last 30 minutes, which counts as OK (limit 1 over any 5 of the last 30 minutes)',
    ],
    [
      'SUM',
      'Breaching',
      '(Sum): no data in the last 30 minutes, which counts as breaching (limit 1 in any 5 of the last 30 minutes)',
    ],
  ])('%s, missing data %s', (statistic, treated, expected) => {
    const alert = recovered(statistic, treated);

    expect(emailText(alert, began(alert))).toContain(`FailedInvocations ${expected}\n`);
  });
});

test('an alarm of a baseline rule says which periods it compares with which', () => {
  // GIVEN
  const metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions: [] };
  const alert = parseMessage(
    bySns(
      'unusual',
      change('Shop/Api/UnusualTraffic', {
        Trigger: {
          ...{ Period: 3600, EvaluationPeriods: 168, DatapointsToAlarm: 1, Threshold: 0.8 },
          ComparisonOperator: 'LessThanThreshold',
          Metrics: [
            { Id: 'm', MetricStat: { Metric: metric, Period: 3600, Stat: 'Sum' }, ReturnData: false },
            { Id: 'i', Expression: 'RUNNING_SUM(m * 0 + 1)', ReturnData: false },
            { Id: 'result', Expression: 'IF(i > MAX(i) - 1, m, 1)', Label: 'Requests', ReturnData: true },
          ],
        },
      }),
    ).body,
    FALLBACK,
  );

  // THEN
  expect(emailText(alert, began(alert))).toContain('over 1 hour, compared with the last 7 days');
});

test('people are mentioned by the group that is configured', () => {
  const alert = parseMessage(bySns('x', change('x')).body, FALLBACK);
  const calls = (mention: string) =>
    (slackMessage(alert, began(alert), { mention }).blocks[0] as Json).elements[0].elements[0];

  expect(calls('S0123ABCD')).toEqual({ type: 'usergroup', usergroup_id: 'S0123ABCD' });
  expect(calls('here')).toEqual({ type: 'broadcast', range: 'here' });
});

describe('any message', () => {
  // the gate takes 5,000, `npm run soak` 100,000
  const CASES = Number(process.env['FUZZ_CASES'] ?? 300);
  test(`is parsed and rendered, within all limits (${CASES} of them)`, () => {
    fc.assert(
      fc.property(anyMessage, (body) => {
        const alert = parseMessage(body, FALLBACK);
        expect(errorsOf(alert, began(alert))).toEqual([]);
        graphWidget(alert);
      }),
      { numRuns: CASES },
    );
  });

  test('nested without end', () => {
    for (const body of [
      '['.repeat(100_000),
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      JSON.stringify({ Message: `${'['.repeat(5000)}${']'.repeat(5000)}`, TopicArn: 't' }),
    ]) {
      expect(errorsOf(parseMessage(body, FALLBACK), { isLate: false })).toEqual([]);
    }
  });
});

describe('identity', () => {
  const idOf = (fields: Record<string, unknown>, messageId?: string) =>
    parseMessage(bySns(messageId ?? 'm', change('x', fields)).body, FALLBACK).id;

  test('a change is the same by whatever message it comes', () => {
    const event = {
      'detail-type': 'CloudWatch Alarm State Change',
      account: ACCOUNT,
      region: 'eu-west-1',
      resources: [change('x')['AlarmArn']],
      detail: {
        alarmName: 'x',
        state: { value: 'ALARM', timestamp: '2026-08-23T04:15:30.123+0000' },
        configuration: {},
      },
    };

    expect(idOf({}, 'another')).toBe(idOf({}));
    expect(parseMessage(JSON.stringify(event), FALLBACK).id).toBe(idOf({}));
  });

  test('another time, state or alarm is another change', () => {
    const others = [
      idOf({}),
      idOf({ NewStateValue: 'OK' }),
      idOf({ StateChangeTime: '2026-08-23T04:15:30.124+0000' }),
      idOf({ AlarmArn: 'arn:aws:cloudwatch:eu-west-1:1:alarm:y' }),
    ];

    expect(new Set(others).size).toBe(4);
  });

  test('a change that a test makes is found by the id of the test', () => {
    const NewStateReason = 'TEST test-12345678: nothing is wrong.';

    expect(idOf({ NewStateReason })).toBe('test-12345678-ALARM');
    expect(idOf({ NewStateReason, NewStateValue: 'OK' })).toBe('test-12345678-OK');
  });

  test('without a time, changes differ by their message', () => {
    expect(idOf({ StateChangeTime: undefined }, 'a')).not.toBe(idOf({ StateChangeTime: undefined }, 'b'));
  });

  test('is made of characters that every key and header takes', () => {
    for (const { body } of ALL)
      expect(parseMessage(body, { id: createHash('md5').update(body).digest('hex'), sentAt: 0 }).id).toMatch(
        /^[\w-]{26,80}$/,
      );
  });
});

test.each([
  [0, 'count', '0'],
  [1234.5, 'count', '1,235'],
  [3, undefined, '3'],
  [87.456, 'percent', '87.5 %'],
  [0.257, 'fraction', '25.7 %'],
  [1500, 'milliseconds', '1.5 s'],
  [90_000, 'milliseconds', '1.5 min'],
  [45, 'seconds', '45 s'],
  [7200, 'seconds', '2 h'],
  [0.5, 'seconds', '0.5 s'],
  [-3, 'days', '-3 days'],
  [1024 ** 3, 'bytes', '1 GiB'],
] as const)('%p %s reads %s', (value, unit, text) => {
  expect(quantity(value, unit)).toBe(text);
});

test('numbers are written as the locale writes them', () => {
  const written = (value: number) => {
    const digits = Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
    return value.toLocaleString('en-US', digits);
  };
  const rounded = (each: number) => (Math.abs(each) < 100 ? each.toPrecision(3) : each.toFixed(0));
  const exponent = fc.integer({ min: -4, max: 13 });
  const value = fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), exponent)
    .map(([digits, by]) => digits * 10 ** (by - 4));

  fc.assert(
    fc.property(
      // halves that binary numbers only come near to are rounded as those are, not as they are written
      value.filter(
        (each) => Math.abs(each) >= 1e-4 && Math.abs(each) < 1e15 && rounded(each) === rounded(each * (1 + 1e-9)),
      ),
      (each) => expect(quantity(each, undefined)).toBe(written(each)),
    ),
  );
});

test.each([
  [20_000, 'less than a minute'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [4 * 86_400_000, '4 days'],
])('%p ms last %s', (milliseconds, text) => {
  expect(durationInWords(milliseconds)).toBe(text);
});
