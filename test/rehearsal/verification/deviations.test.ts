import { READINGS } from '../../../lib/rehearsal/simulator/other-readings';
import { QUESTIONS } from '../../../lib/rehearsal/verification/questions/all';
import type { Behaviour } from '../../support/loopback-cloudwatch/behaviour';
import { LoopbackCloudWatch } from '../../support/loopback-cloudwatch/server';
import { deviationsIn, inProcess, outcomeOf } from './asking';

let aws: LoopbackCloudWatch;
beforeAll(async () => {
  aws = await LoopbackCloudWatch.start();
});
afterAll(() => aws.stop());

/** How a CloudWatch behaves for which a reading is true. */
const BEHAVIOURS: Readonly<Record<string, Partial<Behaviour>>> = {
  'range-n+2': { metricRange: (of) => of + 2, mathRange: (of) => of + 2 },
  'range-third': {
    metricRange: (of) => of + Math.max(2, Math.floor(of / 3)),
    mathRange: (of) => of + Math.max(2, Math.floor(of / 3)),
  },
  'range-n': { mathRange: (of) => of },
  'range-long': { mathRange: (of) => of + Math.floor(of / 3) + 5 },
  'avg-skips': { averageGaps: 'skipped' },
  'op-gap': { operandGaps: 'gap' },
  'if-zero': { falseGaps: 'zero' },
  'fill-empty': { emptyFill: 'empty' },
  late: { waits: false },
  refused: { mixedLogic: 'refused' },
  'low-samples-newest': { lowSamples: 'newest' },
  'young-ok': { young: 'OK' },
  'multi-day-first': { multiDayMinute: 0 },
  'multi-day-last': { multiDayMinute: 59 },
};

const SHORT = QUESTIONS.filter(({ long }) => !long);

test('a CloudWatch that behaves as the simulator does differs nowhere', async () => {
  aws.reset();
  expect(deviationsIn(await outcomeOf(aws, { questions: SHORT, cloudWatch: inProcess(aws) }))).toEqual({});
  expect(aws.names).toEqual([]);
});

test.each(READINGS.map(({ name }) => name))(
  'that %s holds is found and named by all questions about it',
  async (name) => {
    // GIVEN
    aws.reset(BEHAVIOURS[name] as Partial<Behaviour>);
    const questions = QUESTIONS.filter(({ about }) => about.includes(name));

    // WHEN
    const found = deviationsIn(await outcomeOf(aws, { questions, cloudWatch: inProcess(aws) }));

    // THEN
    expect(Object.keys(found)).toEqual(questions.map(({ id }) => id));
    for (const follows of Object.values(found)) expect(follows).toContain(name);
  },
);

test('several deviations at once are found, and nothing else', async () => {
  // GIVEN
  const names = ['range-long', 'avg-skips', 'if-zero', 'young-ok', 'refused'];
  aws.reset(Object.assign({}, ...names.map((name) => BEHAVIOURS[name])));

  // WHEN
  const found = deviationsIn(await outcomeOf(aws, { questions: SHORT, cloudWatch: inProcess(aws) }));

  // THEN
  const about = SHORT.filter((question) => question.about.some((name) => names.includes(name)));
  expect(Object.keys(found).sort()).toEqual(about.map(({ id }) => id).sort());
});

/** What no reading has, by the question that finds it. */
test.each<[string, string, Partial<Behaviour>]>([
  ['old-breach-after-good', 'alarms-early', { ignoresWithin: true }],
  ['suppression-extension', 'no-extension', { suppression: 'without extension' }],
  ['suppression-wait', 'at-once', { suppression: 'none' }],
  ['mixed-periods', 'refused', { mixedPeriods: 'refused' }],
  ['mixed-periods', 'longest-period', { mixedPeriods: 'longest' }],
])('%s finds %s', async (id, name, behaviour) => {
  aws.reset(behaviour);
  const questions = QUESTIONS.filter((question) => question.id === id);
  expect(deviationsIn(await outcomeOf(aws, { questions, cloudWatch: inProcess(aws) }))).toEqual({ [id]: [name] });
});

test('what nobody expected is not given a name', async () => {
  // GIVEN a CloudWatch that looks back for 100 periods
  aws.reset({ mathRange: () => 100 });
  const questions = QUESTIONS.filter(({ id }) => id === 'math-range-60-3');

  // WHEN
  const { answers } = await outcomeOf(aws, { questions, cloudWatch: inProcess(aws) });

  // THEN
  expect(answers).toMatchObject([{ reply: '100', follows: [] }]);
});
