import { bySns, change, described, type Payload, reasonOf, trigger } from './payload';

/** What is no alarm: it is shown as it is. */
export const OTHER_MESSAGES: readonly Payload[] = [
  bySns('plain text', 'The build of main is broken.\nSee you there.', { severity: 'P2' }),
  bySns('plain text with a subject', 'Somebody should look at this.', { subject: 'A note from Ada', severity: 'P2' }),
  bySns(
    'a budget',
    'AWS Budget Notification August 23, 2026\nAWS Account 123456789012\n\nDear AWS Customer,\n\nYou requested that we alert you when the ACTUAL Cost associated with your Shop budget is greater than $100.00 for the current month.',
    { subject: 'AWS Budgets: Shop has exceeded your alert threshold', severity: 'P2' },
  ),
  bySns(
    'a cost anomaly',
    {
      accountId: '123456789012',
      anomalyStartDate: '2026-08-22T00:00:00Z',
      anomalyId: 'newAnomalyId',
      dimensionalValue: 'Amazon SNS',
      impact: { maxImpact: 151, totalImpact: 1001 },
    },
    { severity: 'P2' },
  ),
  bySns(
    'an event of RDS',
    {
      'Event Source': 'db-instance',
      'Event Time': '2026-08-23 04:15:30.000',
      'Source ID': 'shop-db',
      'Event ID': 'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0004',
      'Event Message': 'DB instance shutdown',
    },
    { subject: 'RDS Notification Message' },
  ),
  bySns(
    'a test event of S3',
    { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-08-23T04:15:30.000Z', Bucket: 'shop' },
    { subject: 'Amazon S3 Notification' },
  ),
  bySns(
    'scaling',
    {
      Progress: 50,
      AccountId: '123456789012',
      Description: 'Launching a new EC2 instance: i-0598',
      Cause: 'At 2026-08-23T04:15:00Z an instance was started',
      Event: 'autoscaling:EC2_INSTANCE_LAUNCH',
      AutoScalingGroupName: 'web',
    },
    { subject: 'Auto Scaling: launch for group "web"' },
  ),
  bySns('an event of another kind', {
    version: '0',
    source: 'aws.health',
    'detail-type': 'AWS Health Event',
    detail: { service: 'LAMBDA', eventTypeCode: 'AWS_LAMBDA_OPERATIONAL_ISSUE' },
    resources: [],
  }),
  bySns('a list', '[1,2,3]'),
  bySns('a number', '42'),
  bySns('nothing', ''),
  bySns('half of a JSON', '{"AlarmName":"x","NewStateValue":"ALA'),
  bySns('an alarm in no known state', { AlarmName: 'x', NewStateValue: 'IN_WARM_UP' }),
  { name: 'text without an envelope', body: 'somebody wrote to the queue' },
];

const EMOJI = '🔥👩‍👩‍👧‍👦🏳️‍🌈';
const RTL = 'הזמנות נכשלו مرحبا';
const MARKUP = '*bold* _it_ ~s~ `code` **b** __u__ ||spoiler|| [a](https://evil.example) # h > q';
const CALLS = '<!channel> <!here> <@U012AB3CD> <!subteam^S012> @channel @everyone @here <@&123>';

/** Names and texts that mean to be read as something else, or are too long. */
export const NASTY: readonly Payload[] = [
  bySns(
    'emoji',
    change(`Shop/${EMOJI}/QueueStuck`, {
      AlarmDescription: described('QueueStuck', `It burns ${EMOJI}`, [`Pour ${EMOJI}`], { component: EMOJI }),
      Trigger: trigger('Shop', EMOJI, {}),
    }),
  ),
  bySns(
    'right to left',
    change(`Shop/${RTL}/QueueStuck`, {
      AlarmDescription: described('QueueStuck', RTL, [RTL], { component: RTL }),
      Trigger: trigger('Shop', RTL, {}),
    }),
  ),
  bySns('text that turns around', change('safe\u202egnp.exe\u2066x', { Trigger: trigger('Shop', '\u202eabc', {}) })),
  bySns(
    'calls to everybody',
    change(`Shop/${CALLS}/X`, {
      AlarmDescription: described('X', CALLS, [CALLS], { component: CALLS }),
      Trigger: trigger(CALLS, CALLS, {}),
    }),
  ),
  bySns('calls in a message', CALLS, { subject: CALLS }),
  bySns(
    'scripts',
    change('<script>alert(1)</script>', {
      AlarmDescription: '<img src=x onerror=alert(1)> & "quotes"',
      Trigger: trigger('Shop', '<script>', {}),
    }),
  ),
  bySns(
    'Markdown',
    change(MARKUP, {
      AlarmDescription: described('X', MARKUP, [MARKUP], { component: MARKUP }),
      Trigger: trigger('Shop', MARKUP, {}),
    }),
  ),
  bySns(
    'a description of 1,024 characters',
    change('n'.repeat(255), { AlarmDescription: 'W'.repeat(1024), Trigger: trigger('Shop', 'm'.repeat(255), {}) }),
  ),
  bySns(
    '1,024 characters of Vigil',
    change(`Shop/${'c'.repeat(240)}/Rule`, {
      AlarmDescription: described('Rule', `${'why '.repeat(60)}.`, ['step '.repeat(40), 'more '.repeat(40)], {
        component: 'c'.repeat(100),
      }),
      Trigger: trigger('Shop', 'm'.repeat(255), {}),
    }),
  ),
  bySns(
    'a reason of 1,023 characters',
    change('r', {
      NewStateReason: reasonOf(
        Array.from({ length: 30 }, (_, index) => `${index}.0`),
        'greater than',
        5,
      ).padEnd(1023, '!'),
      Trigger: trigger('Shop', 'Failed', {}),
    }),
  ),
  bySns('a message of 200,000 characters', 'long '.repeat(40_000)),
  bySns(
    'half characters',
    change('half \ud83d', { AlarmDescription: '\udd25', Trigger: trigger('Shop', '\ud800', {}) }),
  ),
  bySns(
    'control characters',
    change('a\u0000b\tc\r\nd', { AlarmDescription: 'x\u0007y\u001b[31mred', Trigger: trigger('Shop', 'Failed', {}) }),
  ),
  bySns('a subject of two lines', 'text', { subject: 'one\r\nBcc: all@example.com' }),
  bySns(
    'an address that is no address',
    change('links', {
      AlarmDescription:
        'x\n[Runbook](javascript:alert(1)) [Dashboard](https://evil.example/<>|)\nvigil:P1/Queue/X/count/x/prod',
      Trigger: trigger('Shop', 'Failed', {}),
    }),
  ),
];
