import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { defineMetrics } from '../../lib/catalogue';
import { QueueMonitor, Route, type Severity, Vigil } from '../../lib/index';
import { REGISTRATIONS } from '../../lib/monitors/resources/all';
import { listed } from '../../lib/validation/kind';
import { newStack, newVigil, ONCALL, Synthesized } from '../support/synth';
import { workQueue } from './shop';

// as plain JavaScript sees it: nothing is sure about types
// biome-ignore lint/suspicious/noExplicitAny: that is the point
type Any = any;

/** What synthesis reports, each line with the path of its construct. */
function reported(stack: Stack): string[] {
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    expect(first).toBe('Validation failed with the following errors:');
    return lines.map((line) => line.trim());
  }
  return [];
}

/** What a method takes. */
const typesOf = (component: string): string =>
  listed(REGISTRATIONS.filter((each) => each.component === component).map(({ data }) => data.type));

/** What is reported of a Vigil that watches a queue. */
function mistakesOf(props: Any, use: (vigil: Any, stack: Stack, queue: Queue) => void = () => {}): string[] {
  const stack = newStack();
  const queue = workQueue(stack, 'Orders');
  use(newVigil(stack, props).watch(stack), stack, queue);
  return reported(stack);
}

describe('properties of a Vigil', () => {
  test.each<[string, Any, string[]]>([
    ['a misspelt property', { showonly: [] }, ["unknown 'showonly'; did you mean 'showOnly'?"]],
    [
      'a misspelt option of a rule',
      { rules: { QueueStuck: { treshold: 900 } } },
      ["rules.QueueStuck: unknown 'treshold'; did you mean 'threshold'?"],
    ],
    [
      'a severity that does not exist',
      { rules: { QueueStuck: { severity: 'P5' } } },
      ["rules.QueueStuck.severity: 'P5' is not a severity. Use P0, P1, P2 or P3."],
    ],
    ['no environment', { environment: undefined }, ["'environment' is missing. Name the environment, such as 'prod'."]],
    [
      'a misspelt environment',
      { environment: undefined, enviroment: 'prod' },
      ["unknown 'enviroment'; did you mean 'environment'?"],
    ],
    [
      'no routes',
      { routes: undefined },
      ["'routes' is missing. Write for example [Route.email('oncall@example.com')]."],
    ],
    [
      'a Duration for a threshold in seconds',
      { rules: { QueueStuck: { threshold: Duration.minutes(15) } } },
      [
        'rules.QueueStuck.threshold: a Duration is not a number. Write the number in the unit of this option, such as duration.toSeconds() for seconds.',
      ],
    ],
    [
      'a text for a threshold in seconds',
      { rules: { QueueStuck: { threshold: '900' } } },
      ["rules.QueueStuck.threshold: '900' is not a number. Write 900 without quotes."],
    ],
    [
      'a number for a period',
      { rules: { QueueStuck: { period: 5 } } },
      ['rules.QueueStuck.period: 5 is not a Duration. Write Duration.minutes(5) or Duration.seconds(5).'],
    ],
    [
      'false for a rule',
      { rules: { QueueStuck: false } },
      [
        'rules.QueueStuck: false is not an object with options. Write for example { enabled: false } or { threshold: 5 }.',
      ],
    ],
    [
      'addresses for routes',
      { routes: ['oncall@example.com', 'https://hooks.slack.com/services/T0/B0/abc'] },
      [
        "routes[0]: 'oncall@example.com' is not a route. Write for example Route.email('oncall@example.com').",
        "routes[1]: a text that looks like a token, a key or an address (not shown) is not a route. Write for example Route.email('oncall@example.com').",
      ],
    ],
    [
      'a route for a list of routes',
      { routes: ONCALL },
      ['routes: an object is not a list. Write it in brackets: [ ].'],
    ],
    [
      'maintenance windows as in vigil.json',
      { maintenance: [{ schedule: 'cron(0 2 * * SUN)', durationMinutes: 120, timezone: 'UTC' }] },
      [
        "maintenance[0]: unknown 'durationMinutes'; known: schedule, duration, timeZone, components",
        "maintenance[0]: unknown 'timezone'; did you mean 'timeZone'?",
        "maintenance[0]: 'duration' is missing. Write for example Duration.hours(2).",
      ],
    ],
    [
      'misspelt options of incidents',
      { incidents: { escalation: [{ route: [] }], digest: { at: 8 } } },
      ["incidents.escalation[0]: unknown 'route'; did you mean 'routes'?", 'incidents.digest.at: 8 is not a text.'],
    ],
    [
      'several at once',
      { showOnly: 'P2', grouping: 'no', detailedMetrics: 1, runbookBaseUrl: 5, encryptionKey: 'alias/alerts' },
      [
        "showOnly: 'P2' is not a list. Write it in brackets: [ ].",
        "grouping: 'no' is not true or false.",
        'detailedMetrics: 1 is not true or false.',
        'runbookBaseUrl: 5 is not a text.',
        "encryptionKey: 'alias/alerts' is not a key of AWS KMS.",
      ],
    ],
  ])('%s', (_, props, lines) => {
    expect(mistakesOf(props)).toEqual(lines.map((line) => `[Shop/Vigil] ${line}`));
  });

  test('none at all', () => {
    const stack = newStack();
    new (Vigil as Any)(stack, 'Vigil').watch(stack);

    expect(reported(stack)).toEqual([
      "[Shop/Vigil] undefined is not an object with options. Write for example { environment: 'prod', routes: [Route.email('oncall@example.com')] }.",
    ]);
  });

  test('a severity that does not exist has no topic', () => {
    expect(() => newVigil(newStack()).topic('P9' as Severity)).toThrow(
      "Shop/Vigil.topic: 'P9' is not a severity. Use P0, P1, P2 or P3.",
    );
  });
});

describe('what is watched', () => {
  test.each<[string, (vigil: Any, stack: Stack, queue: Queue) => unknown, string]>([
    [
      'a queue as a database',
      (vigil, _, queue) => vigil.database(queue),
      `[Shop/Vigil/Orders] database: Shop/Orders is an AWS::SQS::Queue: watch it with 'queue'. 'database' takes ${typesOf('Database')}.`,
    ],
    [
      'a topic as a queue, as CloudFormation has it',
      (vigil, stack) => vigil.queue(new CfnTopic(stack, 'Events')),
      `[Shop/Vigil/Events] queue: Shop/Events is an AWS::SNS::Topic: watch it with 'eventApi'. 'queue' takes ${typesOf('Queue')}.`,
    ],
    [
      'an imported queue as an API',
      (vigil, stack) => vigil.httpApi(Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:us-east-1:111122223333:q')),
      `[Shop/Vigil/Imported] api: Shop/Imported is an AWS::SQS::Queue: watch it with 'queue'. 'httpApi' takes ${typesOf('HttpApi')}.`,
    ],
    [
      'a function as a database',
      (vigil, stack) => {
        const code = Code.fromInline('exports.handler = () => {}');
        vigil.database(
          new LambdaFunction(stack, 'Worker', { code, handler: 'index.handler', runtime: Runtime.NODEJS_22_X }),
        );
      },
      `[Shop/Vigil/Worker] database: Shop/Worker is an AWS::Lambda::Function: watch it with 'httpApi' or 'eventApi'. 'database' takes ${typesOf('Database')}.`,
    ],
    [
      'a stack',
      (vigil, stack) => vigil.queue(stack),
      `queue: Shop is another construct: to watch everything below it, use 'watch'. 'queue' takes ${typesOf('Queue')}.`,
    ],
    [
      'nothing',
      (vigil) => vigil.queue(),
      `[Shop/Vigil/Unknown] 'queue' is missing. Give a construct of ${typesOf('Queue')}.`,
    ],
    [
      'a name',
      (vigil) => vigil.queue('Orders'),
      `[Shop/Vigil/Unknown] queue: 'Orders' is not a construct. 'queue' takes ${typesOf('Queue')}.`,
    ],
    [
      'nothing as a catalogue',
      (vigil) => vigil.application(),
      "[Shop/Vigil/Application] 'catalogue' is missing. Give what defineMetrics returns.",
    ],
    [
      'the declaration of a catalogue',
      (vigil) => vigil.application({ namespace: 'Shop' }),
      '[Shop/Vigil/Shop] catalogue: an object is not a catalogue.',
    ],
    [
      'a misspelt option',
      (vigil, _, queue) => vigil.queue(queue, { lable: 'Orders' }),
      "[Shop/Vigil/Orders] unknown 'lable'; did you mean 'label'?",
    ],
    [
      'a misspelt option of an application',
      (vigil) => vigil.application(defineMetrics({ namespace: 'Shop' }), { function: [] }),
      "[Shop/Vigil/Shop] unknown 'function'; did you mean 'functions'?",
    ],
    [
      'a monitor without a Vigil',
      (_, stack, queue) => new QueueMonitor(stack, 'Monitor', { queue } as Any),
      "[Shop/Monitor] 'vigil' is missing. Give the Vigil that the monitor belongs to.",
    ],
    [
      'an option of another scope',
      (vigil, stack, queue) => vigil.watch(new Stack(stack.node.root as App, 'Other'), { exclude: [queue] }),
      "[Shop/Vigil] watch: 'exclude' names Shop/Orders, which is not in Other. Remove it, or watch the scope that contains it.",
    ],
    [
      'a construct for a list of constructs',
      (vigil, stack, queue) => vigil.watch(stack, { exclude: queue }),
      '[Shop/Vigil] watch: options.exclude: Shop/Orders is not a list. Write it in brackets: [ ].',
    ],
    [
      'a list for options',
      (vigil, stack, queue) => vigil.watch(stack, [queue]),
      '[Shop/Vigil] watch: options: a list is not an object with options. Write for example { exclude: [queue] }.',
    ],
    [
      'no scope',
      (vigil) => vigil.watch(),
      "[Shop/Vigil] watch: 'scope' is missing. Give a stack, or any other construct.",
    ],
  ])('%s', (_, use, line) => {
    const lines = mistakesOf({}, use);

    expect(lines).toEqual([expect.stringContaining(line)]);
  });
});

test('mistakes of all constructs are reported together', () => {
  const lines = mistakesOf({ showonly: [] }, (vigil, _, queue) => {
    vigil.queue(queue, { rules: { QueueSlow: { severity: 'high' }, QueueStucked: { threshold: 5 } } });
  });

  expect(lines).toEqual([
    "[Shop/Vigil] unknown 'showonly'; did you mean 'showOnly'?",
    expect.stringMatching(
      /^\[Shop\/Vigil\] Shop\/Vigil\/Orders: it has no rule 'QueueStucked'\. Nearest: QueueStuck, /,
    ),
    "[Shop/Vigil/Orders] rules.QueueSlow.severity: 'high' is not a severity. Use P0, P1, P2 or P3.",
  ]);
});

test('watch can be chained', () => {
  // GIVEN
  const stack = newStack();
  const queues = ['Orders', 'Returns'].map((id) => workQueue(stack, id));

  // WHEN
  for (const [index, queue] of queues.entries()) {
    if (index === 0)
      newVigil(stack)
        .watch(queue)
        .watch(queues[1] as Queue)
        .queue(queue, { label: 'Incoming' });
  }

  // THEN
  expect(new Synthesized(stack.node.root as App).components).toEqual(['Incoming', 'Returns']);
});

describe('routes', () => {
  const TOKEN = ['xoxb', '123456789012', 'abcdef'].join('-');
  const NOT_A_NAME =
    "a text that looks like a token, a key or an address (not shown) is not the name of a secret in AWS Secrets Manager, such as 'prod/slack-alerts', or a secret of CDK. Store it there, give the name here, and revoke it if it was committed.";

  test.each<[string, () => unknown, string]>([
    ['a token for a secret', () => Route.slackBot(TOKEN as Any, 'C0123ABCD'), `Route.slackBot: ${NOT_A_NAME}`],
    [
      'a webhook for a secret',
      () => Route.slack('https://hooks.slack.com/services/T0/B0/abc' as Any),
      `Route.slack: ${NOT_A_NAME}`,
    ],
    ['a key for a secret', () => Route.webhook(`R0${'1A2B3C4D5E'.repeat(3)}` as Any), `Route.webhook: ${NOT_A_NAME}`],
    [
      'no secret',
      () => Route.discord(undefined as Any),
      "Route.discord: undefined is not the name of a secret in AWS Secrets Manager, such as 'prod/slack-alerts', or a secret of CDK.",
    ],
    [
      'a token for a channel',
      () => Route.slackBot('prod/slack-bot' as Any, TOKEN),
      "Route.slackBot: a text that looks like a token, a key or an address (not shown) is not a channel's id. Copy it from the channel's details: C0123ABCD.",
    ],
    [
      'misspelt options',
      () => Route.slack('prod/slack' as Any, { mentions: 'here', severities: ['P5'] } as Any),
      "Route.slack: unknown 'mentions'; did you mean 'mention'?\nRoute.slack: severities[0]: 'P5' is not a severity. Use P0, P1, P2 or P3.",
    ],
    [
      'a mention for a channel without mentions',
      () => Route.email('oncall@example.com', { mention: 'here' } as Any),
      "Route.email: unknown 'mention'; known: severities",
    ],
    [
      'severities for options',
      () => Route.email('oncall@example.com', ['P0'] as Any),
      'Route.email: a list is not an object with options. Write for example { severities: [Severity.P0] }.',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });
});
