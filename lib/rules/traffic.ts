import { Severity } from '../contracts/severity';
import { badBeyond, noneAfterSome, timesBefore } from './expressions';
import type { MetricStatistic, RuleRow } from './rule';

// Rows that are the same for whatever takes requests or messages.

type About = Pick<RuleRow<object>, 'why' | 'steps'>;
type Row = Omit<RuleRow<object>, 'ground'>;

/** No requests, after many in each of the five quarters of an hour before. */
export const noTraffic = (requests: MetricStatistic, about: About): Row => ({
  ...about,
  id: 'NoTraffic',
  severity: Severity.P1,
  metrics: { m: requests },
  ...noneAfterSome(),
  label: 'Lowest 15-minute request count in the 75 minutes before requests stopped',
  unit: 'count',
  periodMinutes: 15,
  datapoints: [1, 8],
  is: '>=',
  threshold: 1000,
  source:
    'Project default: a thousand in a quarter of an hour is one a second. Services with office hours fall to a few at night, not from a thousand to none within minutes; five in a row, so that no batch of less than an hour counts. It stays for an hour and a half.',
});

/** The same by the hour, for what is sent and not answered. */
export const noMessages = (sent: MetricStatistic, about: About): Row => ({
  ...about,
  id: 'NoMessages',
  severity: Severity.P2,
  metrics: { m: sent },
  ...noneAfterSome(),
  label: 'Lowest hourly message count in the 5 hours before messages stopped',
  unit: 'count',
  periodMinutes: 60,
  datapoints: [1, 8],
  is: '>=',
  threshold: 1000,
  source: 'As NoTraffic, by the hour: producers work in batches, callers do not.',
});

/** Slower than in the hour before. */
export const latencyJump = (
  id: string,
  latency: MetricStatistic,
  answers: MetricStatistic,
  unit: { readonly perSecond: number },
  why: string,
): Row => ({
  id,
  severity: Severity.P2,
  metrics: { m: latency, n: answers },
  ...timesBefore(unit.perSecond / 10, 30),
  label: 'p75 latency, as a multiple of the hour before',
  unit: 'times',
  periodMinutes: 30,
  datapoints: [1, 4],
  is: '>=',
  threshold: 2,
  why,
  steps: ['Compare with the latency of the services that it calls.', 'Look at the last deployment.'],
  source:
    'Project default: twice the higher of the two half hours before, so that no quiet half hour makes the next one slow. Of 30 answers or more; from 100 milliseconds on, below which people notice no delay (Nielsen, Usability Engineering, 1993). Held for an hour and a half.',
});

/** Which share of bad events, over how long, is too much. */
export interface Beyond {
  readonly percent: number;
  /** How many more bad events there have to be. */
  readonly count: number;
  readonly minutes: number;
  readonly datapoints: RuleRow<object>['datapoints'];
}

/** More bad events than a share of all. `all` is metric math over the metrics. */
export const tooManyBad = (
  metrics: { readonly bad: MetricStatistic; readonly all: MetricStatistic },
  noun: string,
  { percent, count, minutes, datapoints }: Beyond,
  all?: string,
): Pick<Row, 'metrics' | 'expression' | 'label' | 'unit' | 'periodMinutes' | 'datapoints' | 'is' | 'threshold'> => ({
  metrics,
  expression: badBeyond(percent, all),
  label: `${noun} in excess of ${percent} % of the requests`,
  unit: 'count',
  periodMinutes: minutes,
  datapoints,
  is: '>=',
  threshold: count,
});
