import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentHistory, PastIncident } from '../../lib/contracts/incident-history';
import { folderWith } from '../rehearsal/templates';
import { LoopbackFunctions, shopWith } from './loopback-functions';
import { type Outcome, runIn } from './terminal';

const functions = new LoopbackFunctions();
let folder: string;
beforeAll(() => functions.start());
beforeEach(() => {
  functions.asked.length = 0;
  functions.actions.clear();
  folder = folderWith(shopWith({ VIGIL: 'answers' }));
});
afterAll(() => functions.stop());
const vigil = (...words: string[]): Promise<Outcome> => runIn(folder, ['incident', ...words, '--app', 'cdk.out']);

const STUCK: PastIncident = {
  alarm: 'Shop/Orders/QueueStuck',
  severity: 'P1',
  component: 'Orders',
  environment: 'prod',
  meaning: 'Nothing has taken a message for long.',
  since: '2026-08-23T04:15:30.000Z',
  until: '2026-08-23T05:15:30.000Z',
  notifiedAt: '2026-08-23T04:15:34.000Z',
  acknowledgedAt: '2026-08-23T04:24:30.000Z',
};
const lines = ({ stdout }: Outcome): string[] => stdout.split('\n').map((line) => line.trim());

describe('vigil incident list --past', () => {
  test('shows when each began, how long it lasted, and when it was acknowledged', async () => {
    const open = { ...STUCK, since: '2026-08-24T06:00:00.000Z', until: undefined, severity: 'P2' };
    functions.answer = () => ({
      past: [STUCK, { ...STUCK, acknowledgedAt: undefined, until: '2026-08-23T04:15:50.000Z' }, open],
    });

    expect(lines(await vigil('list', '--past'))).toEqual([
      '2026-08-24 06:00  P2  Shop/Orders/QueueStuck  open',
      '2026-08-23 04:15  P1  Shop/Orders/QueueStuck  for 1 h, acknowledged after 9 min',
      '2026-08-23 04:15  P1  Shop/Orders/QueueStuck  for 20 s, not acknowledged',
      '',
    ]);
  });

  test('asks for the last days', async () => {
    functions.answer = () => ({ past: [] });

    expect((await vigil('list', '--days', '7')).stdout).toBe('No incident began in the last 7 days.\n');
    const { question } = functions.asked[0] as (typeof functions.asked)[number];
    const days = 'since' in question ? (Date.now() - Date.parse(question.since as string)) / 86_400_000 : 0;
    expect(days).toBeCloseTo(7, 1);
  });

  test.each(['0', '91', '1.5', 'x'])('%s days are not possible', async (days) => {
    expect(await vigil('list', '--days', days)).toMatchObject({
      exitCode: 2,
      stderr: `vigil: --days: '${days}' is not a whole number from 1 to 90.\n`,
    });
    expect(functions.asked).toEqual([]);
  });
});

describe('vigil incident list --stats', () => {
  const past = [
    STUCK,
    { ...STUCK, notifiedAt: '2026-08-23T04:15:38.000Z', until: '2026-08-23T04:35:30.000Z' },
    { ...STUCK, notifiedAt: undefined, acknowledgedAt: undefined, until: undefined },
    { ...STUCK, severity: 'P2', acknowledgedAt: undefined },
  ];

  test('has medians and the longest time of each severity', async () => {
    functions.answer = () => ({ past });

    const [title, head, ...rows] = lines(await vigil('list', '--stats'));

    expect(title).toBe('Incidents of the last 30 days, with medians and the longest time:');
    expect([head, ...rows].map((line) => line?.split(/ {2,}/))).toEqual([
      ['incidents', 'open', 'to notify', 'to acknowledge', 'to recover'],
      ['P1', '3', '1', '6 s, 8 s (2 of them)', '9 min, 9 min (2 of them)', '40 min, 1 h (2 of them)'],
      ['P2', '1', '0', '4 s, 4 s', '-', '1 h, 1 h'],
      [''],
    ]);
  });

  test('gives programs milliseconds', async () => {
    functions.answer = () => ({ past });

    expect(JSON.parse((await vigil('list', '--stats', '--json')).stdout)[0]).toEqual({
      severity: 'P1',
      incidents: 3,
      open: 1,
      notify: { of: 2, median: 6000, longest: 8000 },
      acknowledge: { of: 2, median: 540_000, longest: 540_000 },
      recover: { of: 2, median: 2_400_000, longest: 3_600_000 },
    });
  });
});

describe('vigil incident postmortem', () => {
  const history: IncidentHistory = {
    ...STUCK,
    account: '123456789012',
    region: 'eu-west-1',
    reason: 'Threshold Crossed',
    alarms: [],
    runbookUrl: 'https://example.com/runbooks/queuestuck',
    moments: [
      {
        at: STUCK.since,
        kind: 'ALARM',
        messages: [
          { channel: 'oncall', state: 'sent', at: '2026-08-23T04:15:34.000Z' },
          { channel: 'phone', state: 'sent', at: '2026-08-23T04:15:34.000Z' },
          { channel: 'chat', state: 'dead', at: '2026-08-23T04:20:00.000Z', reason: 'channel_not_found' },
        ],
      },
      { at: '2026-08-23T04:24:30.000Z', kind: 'acknowledged', by: 'Ada', messages: [] },
      {
        at: '2026-08-23T04:31:00.000Z',
        kind: 'updated',
        by: 'Ada',
        update: { cause: 'a bad deployment', action: 'rolling back', eta: '05:00 UTC' },
        messages: [],
      },
      { at: STUCK.until as string, kind: 'OK', messages: [] },
    ],
    graph: { region: 'eu-west-1', metrics: [] },
  };
  const recorded = (time: string, from: string, to: string, stateReason: string) => ({
    Timestamp: Date.parse(time) / 1000,
    HistoryData: JSON.stringify({ oldState: { stateValue: from }, newState: { stateValue: to, stateReason } }),
  });
  const withAlarmHistory = () =>
    functions.actions.set('DescribeAlarmHistory', () =>
      JSON.stringify({
        AlarmHistoryItems: [
          recorded('2026-08-20T01:00:00Z', 'OK', 'ALARM', 'of another incident'),
          recorded('2026-08-23T04:15:30.4Z', 'OK', 'ALARM', 'Threshold Crossed: 15 datapoints [900.0]'),
        ],
      }),
    );

  test('has the times, the time-line and the sections to fill in', async () => {
    functions.answer = () => ({ history });
    withAlarmHistory();

    const { exitCode, stdout, stderr } = await vigil('postmortem', 'QueueStuck', '--since', '2026-08-23');

    expect([exitCode, stderr]).toEqual([0, '']);
    expect(functions.asked[0]?.question).toEqual({ ask: 'history', alarm: 'QueueStuck', since: '2026-08-23' });
    expect(stdout).toBe(`# Post-mortem: Orders in prod: Nothing has taken a message for long.

| | |
|-|-|
| Alarm | Shop/Orders/QueueStuck |
| Severity | P1 |
| Account and region | 123456789012, eu-west-1 |
| Began | 2026-08-23 04:15:30 |
| Notified | after 4 s, at 04:15:34 |
| Acknowledged | after 9 min, at 04:24:30 |
| Recovered | after 1 h, at 05:15:30 |
| Runbook | <https://example.com/runbooks/queuestuck> |

## Timeline

Times are in UTC.

- **04:15:30** ALARM: Threshold Crossed: 15 datapoints \\[900.0\\]
  - messages to oncall, phone: sent at 04:15:34
  - messages to chat: given up at 04:20:00 (channel\\_not\\_found)
- **04:24:30** acknowledged by Ada
- **04:31:00** update by Ada
  - root cause: a bad deployment
  - action: rolling back
  - ETA: 05:00 UTC
- **05:15:30** OK

## Impact

Who was affected, how, and for how long?

## Root cause

a bad deployment

## Fix

rolling back

## Prevention

What keeps it from happening again? What would have shown it earlier, or ended it sooner?

## Actions

| Action | Owner | Due |
|-|-|-|
| | | |

## Review

Date of the review, and who takes part:
`);
  });

  test('is written into a file, with its graph beside it', async () => {
    functions.answer = () => ({ history });
    withAlarmHistory();
    functions.actions.set('GetMetricWidgetImage', () =>
      JSON.stringify({ MetricWidgetImage: Buffer.from('a picture').toString('base64') }),
    );

    expect((await vigil('postmortem', 'QueueStuck', '--out', 'reviews/stuck queue.md')).stdout).toBe(
      'The post-mortem is in reviews/stuck queue.md, its graph in reviews/stuck queue.png.\n',
    );
    expect(readFileSync(join(folder, 'reviews/stuck queue.md'), 'utf8')).toContain(
      '![What the alarm measures](stuck%20queue.png)',
    );
    expect(readFileSync(join(folder, 'reviews/stuck queue.png'), 'utf8')).toBe('a picture');
  });

  test('says what it could not read, and is written without it', async () => {
    functions.answer = () => ({ history });

    const { exitCode, stderr } = await vigil('postmortem', 'QueueStuck', '--out', 'stuck.md');

    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^vigil: The alarm's history is left out\. .*\nvigil: The graph is left out\. .*\n$/);
    expect(readFileSync(join(folder, 'stuck.md'), 'utf8')).toContain('- **04:15:30** ALARM\n');
  });

  test('what people wrote stays text', async () => {
    const hostile = '<img src=x> [a](javascript:b) | `c` \n# d';
    functions.answer = () => ({
      history: {
        ...history,
        meaning: hostile,
        moments: [{ at: STUCK.since, kind: 'updated', by: hostile, update: { cause: hostile }, messages: [] }],
      },
    });

    const { stdout } = await vigil('postmortem', 'QueueStuck');

    expect(stdout).not.toMatch(/(?<!\\)[<|]img|(?<!\\)\[a|(?<!\\)`c|^# d/m);
    expect(stdout).toContain('\\<img src=x\\> \\[a\\](javascript:b) \\| \\`c\\` \\# d');
  });

  test('of an incident that there is none of, says so', async () => {
    functions.answer = () => ({ fault: "No incident of 'X' began in the last 90 days." });

    expect(await vigil('postmortem', 'X')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "vigil: No incident of 'X' began in the last 90 days.\n",
    });
  });
});
