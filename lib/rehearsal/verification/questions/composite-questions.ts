import type { AlarmRow, MadeSeries, Question } from '../question';

const CHILD: AlarmRow = {
  metrics: { m: 'Maximum' },
  is: '>',
  threshold: 10,
  datapoints: [1, 1],
  missing: 'notBreaching',
};

/** Breaching in some steps, and within the threshold before and after. */
const breaching = (from: number, until?: number): Readonly<Record<string, MadeSeries>> => ({
  before: { from: -10, until: from, values: [1] },
  while: { from, until, values: [100] },
  ...(until === undefined ? {} : { after: { from: until, values: [1] } }),
});

interface Suppression extends Pick<Question, 'id' | 'asks' | 'stated'> {
  readonly suppressor: Readonly<Record<string, MadeSeries>>;
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

/** A composite whose child breaches from minute 6 on: it goes into ALARM when minute 7 begins. */
function suppression({ suppressor, waitSeconds, extensionSeconds, ...rest }: Suppression): Question {
  return {
    ...rest,
    about: [],
    reads: 'secondsToActions',
    minutes: 16,
    alarms: { child: CHILD, suppressor: CHILD },
    series: Object.fromEntries([
      ...Object.entries(breaching(6)).map(([part, series]) => [`child.m.${part}`, series]),
      ...Object.entries(suppressor).map(([part, series]) => [`suppressor.m.${part}`, series]),
    ]),
    composite: { rule: 'ALARM("{child}")', suppressor: '{suppressor}', waitSeconds, extensionSeconds },
  };
}

const AT_ONCE = { name: 'at-once', what: 'actions are performed at once', reply: '420' };

export const COMPOSITE_QUESTIONS: readonly Question[] = [
  suppression({
    id: 'suppression-extension',
    asks: 'After how many seconds are actions performed, with an extension after the suppressor?',
    suppressor: breaching(4, 9),
    waitSeconds: 120,
    extensionSeconds: 180,
    stated: [
      AT_ONCE,
      { name: 'no-extension', what: 'they are performed when the suppressor leaves ALARM', reply: '600' },
    ],
  }),
  suppression({
    id: 'suppression-wait',
    asks: 'After how many seconds are actions performed, with a wait for a suppressor that never alarms?',
    suppressor: { always: { from: -10, values: [1] } },
    waitSeconds: 240,
    extensionSeconds: 60,
    stated: [AT_ONCE],
  }),
  suppression({
    id: 'suppression-in-wait',
    asks: 'After how many seconds are actions performed, if the suppressor alarms within the wait?',
    suppressor: breaching(8),
    waitSeconds: 300,
    extensionSeconds: 60,
    stated: [AT_ONCE, { name: 'after-wait', what: 'they are performed after the wait all the same', reply: '720' }],
  }),
];
