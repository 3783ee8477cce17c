import { clean } from '../../../lib/rehearsal/verification/clean';
import { type CloudWatch, CloudWatchError } from '../../../lib/rehearsal/verification/cloud-watch';
import { MARK, PREFIX } from '../../../lib/rehearsal/verification/names';
import { ALARM, type AlarmRow, type Question } from '../../../lib/rehearsal/verification/question';
import { REFUSED_ROWS } from '../../../lib/rehearsal/verification/refused-rows';
import { NONE, replyOf, type Seen } from '../../../lib/rehearsal/verification/replies';
import { ask, NotCleaned } from '../../../lib/rehearsal/verification/run';
import { LoopbackCloudWatch } from '../../support/loopback-cloudwatch/server';
import { clientOf, RUN, runOn } from './asking';

let aws: LoopbackCloudWatch;
beforeAll(async () => {
  aws = await LoopbackCloudWatch.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const row: AlarmRow = { metrics: { m: 'Sum' }, is: '>', threshold: 1, datapoints: [1, 1], missing: 'notBreaching' };
const question = (more: Partial<Question> & Pick<Question, 'id'>): Question => ({
  ...{ asks: '?', alarms: { [ALARM]: row }, series: { [`${ALARM}.m`]: { from: -3, values: [5] } } },
  ...{ reads: 'state', minutes: 2, about: [] },
  ...more,
});
/** Two alarms under a composite, one alone, and one that CloudWatch was expected to refuse. */
const WORK = {
  questions: [
    question({
      id: 'pair',
      alarms: { a: row, b: row },
      series: { 'a.m': { from: -3, values: [5] } },
      composite: { rule: 'ALARM("{a}") OR ALARM("{b}")', suppressor: '{b}', waitSeconds: 60, extensionSeconds: 60 },
    }),
    question({ id: 'alone' }),
  ],
  refused: REFUSED_ROWS.filter(({ id }) => id === 'low-samples'),
};

const FOREIGN = [
  [`${PREFIX}${RUN}-pair-a2`, 'Made by hand.'],
  [`${PREFIX}dashboard`, MARK],
  ['production', 'Pages somebody.'],
] as const;

/** Alarms with names like those of a run, which somebody else made. */
function putForeign(): void {
  for (const [AlarmName, AlarmDescription] of FOREIGN) {
    const evaluated = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 1 };
    aws.account.putMetric({ AlarmName, AlarmDescription, ...evaluated, MetricName: 'x', Statistic: 'Sum', Period: 60 });
  }
}
const foreign = FOREIGN.map(([name]) => name);

class Killed extends Error {}

/** A client that dies with its process at a call, before CloudWatch has done it or after. */
function dying(at: number, when: 'before' | 'after'): { client: CloudWatch; calls: () => number } {
  let calls = 0;
  const alive = clientOf();
  const client = Object.fromEntries(
    Object.entries(alive).map(([name, call]) => [
      name,
      async (...input: unknown[]) => {
        const nth = calls++;
        if (nth > at || (nth === at && when === 'before')) throw new Killed();
        const answer = await (call as (...all: unknown[]) => Promise<unknown>)(...input);
        if (nth === at) throw new Killed();
        return answer;
      },
    ]),
  );
  return { client: client as unknown as CloudWatch, calls: () => calls };
}

test.each(['before', 'after'] as const)(
  'a kill %s any call leaves nothing that --clean does not delete',
  async (when) => {
    // GIVEN how many calls a whole run takes
    const whole = dying(Number.POSITIVE_INFINITY, when);
    await ask(runOn(aws, { ...WORK, cloudWatch: whole.client }));
    expect(whole.calls()).toBeGreaterThan(12);
    let leftOver = 0;

    for (let at = 0; at < whole.calls(); at++) {
      aws.reset();
      putForeign();
      // WHEN it is killed at one of them
      await expect(ask(runOn(aws, { ...WORK, cloudWatch: dying(at, when).client }))).rejects.toThrow();
      leftOver += aws.names.length - foreign.length;
      const { leftAlone } = await clean(clientOf(), 'all');

      // THEN
      expect(aws.names).toEqual(foreign);
      expect(leftAlone).toEqual(foreign.slice(0, 2));
    }
    // and there was something to clean
    expect(leftOver).toBeGreaterThan(whole.calls());
  },
);

test('an alarm of a similar name that somebody else made is never deleted', async () => {
  putForeign();
  const { cleaned } = await ask(runOn(aws, WORK));
  expect(cleaned.leftAlone).toEqual([foreign[0]]);
  expect(aws.names).toEqual(foreign);
});

test('no alarm has an action', async () => {
  await ask(runOn(aws, WORK));
  const put = aws.calls.filter(({ action }) => /^Put.*Alarm$/.test(action));
  expect(put).toHaveLength(5);
  for (const { input } of put) expect(Object.keys(input).filter((key) => /Actions$/.test(key))).toEqual([]);
});

test('throttling and errors of CloudWatch are waited out, and answers stay the same', async () => {
  // GIVEN a CloudWatch of which every second call fails
  aws.fault = (_action, _input, nth) =>
    nth % 2 === 0 ? ['ThrottlingException', 'InternalServiceFault', 'no answer'][(nth / 2) % 3] : undefined;

  // WHEN
  const { outcome } = await ask(runOn(aws, WORK));

  // THEN
  expect(outcome?.answers.map(({ reply }) => reply)).toEqual(['ALARM', 'ALARM']);
  expect(outcome?.refusals).toMatchObject([{ outcome: 'accepted' }]);
  expect(aws.names).toEqual([]);
});

test('what is throttled for ever ends the run, and says what may be left over', async () => {
  aws.fault = (action) => (action === 'DeleteAlarms' ? 'ThrottlingException' : undefined);
  const run = ask(runOn(aws, { questions: WORK.questions }));
  await expect(run).rejects.toThrow(NotCleaned);
  await expect(run).rejects.toThrow(
    /could not be deleted: cloudwatch:DeleteAlarms in eu-west-1 failed: ThrottlingException/,
  );
  expect(aws.names.length).toBeGreaterThan(0);
});

test.each([
  [40, /The clock of this machine is 4\d s ahead of that of AWS\. Set it, and run again\./],
  [-40, /The clock of this machine is (39|40) s behind that of AWS/],
])('a local clock that is %s s off ends the run, and nothing is left', async (behindSeconds, message) => {
  aws.behindSeconds = behindSeconds;
  await expect(ask(runOn(aws, WORK))).rejects.toThrow(message);
  expect(aws.names).toEqual([]);
});

test('without the permission to create alarms the run ends, and nothing is left', async () => {
  aws.fault = (action) => (action === 'PutMetricAlarm' ? 'AccessDeniedException' : undefined);
  await expect(ask(runOn(aws, WORK))).rejects.toThrow(CloudWatchError);
  expect(aws.names).toEqual([]);
});

test('without the permission to create composites only those are not answered', async () => {
  aws.fault = (action) => (action === 'PutCompositeAlarm' ? 'AccessDeniedException' : undefined);
  const { outcome } = await ask(runOn(aws, WORK));
  expect(outcome?.answers).toMatchObject([
    { problem: expect.stringContaining('PutCompositeAlarm') },
    { reply: 'ALARM' },
  ]);
});

test('an alarm that something else deletes is reported', async () => {
  aws.fault = (action) => {
    if (action === 'DescribeAlarms') aws.account.alarms.delete(`${PREFIX}${RUN}-alone-alarm`);
    return undefined;
  };
  const { outcome } = await ask(runOn(aws, WORK));
  expect(outcome?.answers[1]?.problem).toBe('Something else deleted its alarm.');
});

test('a run that is to end early deletes what it made, and has no outcome', async () => {
  // GIVEN an interruption after the third alarm
  const interruption = new AbortController();
  let alarms = 0;
  aws.fault = (action) => {
    if (/^Put.*Alarm$/.test(action) && ++alarms === 3) interruption.abort();
    return undefined;
  };

  // WHEN
  const { outcome, cleaned } = await ask(runOn(aws, { ...WORK, end: interruption.signal }));

  // THEN
  expect(outcome).toBeUndefined();
  expect(cleaned.deleted.length).toBeGreaterThanOrEqual(3);
  expect(aws.names).toEqual([]);
});

const UNDOCUMENTED = ['no JSON', 'null', '{"newState": 1}', '{"newState": {"stateValue": "GONE"}}'];

test.each(UNDOCUMENTED)('a history that is %p is reported as unreadable', async (text) => {
  putForeign();
  aws.account.alarms.get('production')?.changes.push({ time: 0, from: 'OK', to: 'ALARM', reason: '' });
  aws.historyData = () => text;
  const alarm = { name: 'production', kind: 'metric', description: '', state: 'OK', reason: '' } as const;

  await expect(clientOf().stateChanges(alarm)).rejects.toMatchObject({
    kind: 'unreadable',
    message: `CloudWatch described a change of the alarm by '${text}'.`,
  });
});

test('an unreadable history is no answer to its question, and the run goes on', async () => {
  aws.historyData = (name) => (name.endsWith('-alone-alarm') ? 'no JSON' : undefined);
  const { outcome } = await ask(runOn(aws, WORK));
  expect(outcome?.answers).toMatchObject([{ reply: 'ALARM' }, { problem: expect.stringContaining("'no JSON'") }]);
  expect(aws.names).toEqual([]);
});

test.each(['null', '3', '{"recentDatapoints":{},"period":null}', 'no JSON'])(
  'the reason data %s have no value and no period',
  (reasonData) => {
    const seen: Seen = { state: 'OK', changes: [{ time: 0, to: 'OK', reasonData }] };
    const times = { start: 0, createdAt: 0, readAt: 60 };
    expect(replyOf('value', seen, times)).toBe(NONE);
    expect(replyOf('period', seen, times)).toBe(NONE);
  },
);
