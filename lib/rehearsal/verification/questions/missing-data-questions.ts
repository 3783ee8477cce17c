import type { Question } from '../question';
import { always, once, oneAlarm } from './one-alarm';

/** M of N where there are fewer than N values. */
const FEW_VALUES: readonly Question[] = [
  oneAlarm({
    id: 'young-breach',
    asks: 'Are breaching values that are too few and too new insufficient data?',
    about: ['young-ok'],
    reads: 'states',
    minutes: 17,
    alarm: { datapoints: [3, 3], missing: 'missing' },
    series: { m: once(5, 100) },
  }),
  oneAlarm({
    id: 'young-breach-ignore',
    asks: 'Does a single breaching value keep the state of a 3 of 3 alarm that ignores missing data?',
    about: [],
    stated: [{ name: 'alarms', what: 'it alarms once it is three periods old', reply: 'ALARM' }],
    reads: 'states',
    minutes: 17,
    alarm: { datapoints: [3, 3], missing: 'ignore' },
    series: { m: once(5, 100) },
  }),
  oneAlarm({
    id: 'old-breach-after-good',
    asks: 'Does one value within the threshold keep a 2 of 3 alarm in OK, when only gaps follow a breach?',
    about: [],
    stated: [{ name: 'alarms-early', what: 'it alarms as soon as the breach is two periods old', reply: 'ALARM' }],
    reads: 'state',
    minutes: 8.5,
    alarm: { datapoints: [2, 3], missing: 'missing' },
    // within, nothing, beyond, nothing
    series: { m: { from: 3, until: 6, values: [1, null, 100] } },
  }),
  oneAlarm({
    id: 'gaps-skipped',
    asks: 'Do the newest N values decide where gaps lie between them?',
    about: [],
    stated: [{ name: 'newest-periods', what: 'the newest N periods decide, gaps included', reply: 'OK' }],
    reads: 'state',
    // the newest two values breach; of the newest two periods only one has a value
    alarm: { datapoints: [2, 2] },
    series: { m: always(100, null) },
  }),
];

const P90 = { metrics: { m: 'p90' }, datapoints: [3, 3] as [number, number] };

/** p90 means something from 100 samples on. */
const LOW_SAMPLES: readonly Question[] = [
  oneAlarm({
    id: 'low-samples-periods',
    asks: 'Over which periods are samples counted where few samples keep the state?',
    about: ['low-samples-newest'],
    reads: 'state',
    alarm: { ...P90, ignoresLowSamples: true },
    series: { m: { ...always(100), samples: 40 } },
  }),
  oneAlarm({
    id: 'low-samples-ignored',
    asks: 'Do few samples of a percentile keep the state, if that is asked for?',
    about: [],
    stated: [{ name: 'evaluated', what: 'they are evaluated all the same', reply: 'ALARM' }],
    reads: 'state',
    alarm: { ...P90, ignoresLowSamples: true },
    series: { m: { ...always(100), samples: 5 } },
  }),
  oneAlarm({
    id: 'low-samples-evaluated',
    asks: 'Are few samples of a percentile evaluated by default?',
    about: [],
    stated: [{ name: 'kept', what: 'they keep the state', reply: 'INSUFFICIENT_DATA' }],
    reads: 'state',
    alarm: P90,
    series: { m: { ...always(100), samples: 5 } },
  }),
];

export const MISSING_DATA_QUESTIONS: readonly Question[] = [...FEW_VALUES, ...LOW_SAMPLES];
