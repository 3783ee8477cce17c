import { reportOn } from '../../../lib/rehearsal/preview/report';
import { printReport } from '../../../lib/rehearsal/preview/text-report';
import { alarm, assemblyOf, assemblyWith, composite, factsLine, subscription, topic } from '../templates';

const PLAIN = { width: 100, paint: (_: string, text: string) => text };
const print = (resources: Record<string, unknown>, page = PLAIN) =>
  printReport(reportOn(assemblyWith(resources)), 'Environment prod', page);

const ORDERS = {
  Key: { Type: 'AWS::KMS::Key' },
  Pages: topic({ TopicName: 'shop-P1', KmsMasterKeyId: { Ref: 'Key' } }),
  Mail: subscription({ Ref: 'Pages' }, 'email', 'oncall@example.com'),
  Sms: subscription({ Ref: 'Pages' }, 'sms', '+4915112345678'),
  Stuck: alarm({ AlarmName: 'Shop/Orders/QueueStuck', AlarmDescription: factsLine({}) }),
  Slow: alarm({
    AlarmName: 'Shop/Orders/QueueSlow',
    AlarmDescription: factsLine({ severity: 'P3' }),
    EvaluationPeriods: 4,
  }),
  Failing: composite('ALARM("Shop/Orders/QueueStuck") OR ALARM("Shop/Orders/QueueSlow")', {
    AlarmName: 'Shop/Orders/Failing',
    AlarmDescription: factsLine({}),
    AlarmActions: [{ Ref: 'Pages' }],
  }),
  Board: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: 'shop', DashboardBody: '{"widgets":[{}]}' },
  },
};

test('prints alarms, topics, dashboards, budgets and cost', () => {
  expect(print(ORDERS)).toBe(`Environment prod
3 alarms for 1 component: 1 page, 2 notify through a composite. About $4.70 a month. P0 and P1 page,
P2 opens a ticket, P3 is on the dashboard only, ? is unknown.

Orders (queue)                                                                         $0.70 a month
  P1  Failing     QueueStuck or QueueSlow                                         oncall@example.com
                                                                                  +4915112345678
  P1  QueueStuck  Number of messages sent >= 1 in 1 minute                        through Failing
  P3  QueueSlow   Number of messages sent >= 1 per minute, for 4 minutes          through Failing

Not sent
  While one of these composite alarms is in ALARM, no message says that another of its alarms fires:
  Shop/Orders/Failing. To have it sent, add a route to a chat, PagerDuty, Opsgenie or a webhook, or
  'incidents'; or set 'grouping: false'.

Topics
  shop-P1  encrypted  email oncall@example.com
                      sms +4915112345678

Dashboards
  shop  1 widget, 0 metrics, free as one of an account's first 3

Budgets
  stack app                                         resources                        8 of 500  2 %
                                                    template bytes         1,662 of 1,000,000  0 %
  dashboard shop                                    widgets                          1 of 500  0 %
                                                    metrics                        0 of 2,500  0 %
                                                    metrics in one widget            0 of 500  0 %
  composite Shop/Orders/Failing                     children                         2 of 100  2 %

Estimate for a month
  2  alarm metrics         x $0.10  $0.20
  1  composite alarm       x $0.50  $0.50
  1  dashboard             x $3.00  $3.00
  1  topic encryption key  x $1.00  $1.00
     sum                            $4.70
  List prices of us-east-1. Free tier not taken off: 10 alarm metrics, 3 dashboards of at most 50
  metrics.
`);
});

test('reports that there are no alarms', () => {
  const text = print({ Queue: { Type: 'AWS::SQS::Queue' } });

  expect(text).toContain('\nNo alarms.\n');
  expect(text).toContain('stack app');
});

test('points at what needs attention', () => {
  const queues = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]),
  );
  const text = print({
    ...queues,
    Open: topic(),
    Alarm: alarm({ AlarmActions: [{ Ref: 'Open' }], AlarmName: { Ref: 'Nowhere' } }),
  });

  expect(text).toContain('no recipient: topic Open has\n');
  expect(text).toMatch(/Open {2}not encrypted {2}no subscriber/);
  expect(text).toMatch(/402 of 500 {2}80 % !/);
  expect(text).toContain('Not resolved\n  app/Alarm: Nowhere: the template has no such parameter or resource\n');
});

test('keeps within the width of the page, however long the names are', () => {
  const long = 'Component'.repeat(12);
  const text = print({
    Alarm: alarm({
      AlarmName: `Shop/Orders/${long}`,
      AlarmDescription: factsLine({}),
      AlarmActions: [`arn:aws:sns:a:1:${long}`],
    }),
    [long]: topic(),
    Other: alarm({ AlarmName: `Shop/${long}/Slow` }),
    Failing: composite(`ALARM("${long}") OR ALARM("a-${long}")`),
  });

  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(text.replace(/\s/g, '')).toContain(long.slice(0, 26));
});

test('names environments only where there are several', () => {
  const on = (environment: string) =>
    alarm({ AlarmName: `${environment}/Orders/Slow`, AlarmDescription: factsLine({ environment }) });

  const several = print({ A: on('dev'), B: on('prod') });
  expect(several).toContain('Orders (queue, dev)  ');
  expect(several).toContain('Orders (queue, prod)  ');
  expect(print({ A: on('dev') })).toContain('Orders (queue)  ');
});

test('paints severities and headings, without moving a column', () => {
  // GIVEN
  const paint = (style: string, text: string) => `<${style}>${text}</>`;

  // WHEN
  const painted = print(ORDERS, { width: 100, paint });

  // THEN
  expect(painted).toContain('<strong>Orders (queue)</>');
  expect(painted).toContain('  <alert>P1</>  Failing');
  expect(painted).toContain('<faint>through Failing</>');
  expect(painted.replace(/<\/?\w*>/g, '')).toBe(print(ORDERS));
});

test('lists what no alarm watches, why, and what would cover it', () => {
  const text = print({
    Orders: { Type: 'AWS::SQS::Queue' },
    Mails: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'mails' } },
    Files: { Type: 'AWS::FSx::FileSystem' },
    Role: { Type: 'AWS::IAM::Role' },
    Alarm: alarm({ Namespace: 'AWS/SQS', Dimensions: [{ Name: 'QueueName', Value: 'mails' }] }),
  });

  expect(text).toContain(`Not watched
  app/Files             Vigil has no rules for this type; covered by vigil.alarm(metric, …)
  AWS::FSx::FileSystem
  app/Orders            no alarm reads its metrics; covered by vigil.queue(…)
  AWS::SQS::Queue
`);
});

test('components of one name in two stacks stay apart', () => {
  const stack = (name: string) => ({
    Resources: {
      Stuck: alarm({ AlarmName: `${name}/Orders/QueueStuck`, AlarmDescription: factsLine({}) }),
      Slow: alarm({ AlarmName: `${name}/Orders/QueueSlow`, AlarmDescription: factsLine({}) }),
    },
  });

  const { components } = reportOn(assemblyOf({ Berlin: stack('Berlin'), Paris: stack('Paris') }));

  expect(components.map(({ component, stack, alarms }) => [component, stack, alarms.length])).toEqual([
    ['Orders', 'Berlin', 2],
    ['Orders', 'Paris', 2],
  ]);
});
