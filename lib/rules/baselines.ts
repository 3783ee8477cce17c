import { Severity } from '../alerting/severity';
import { standingOut, timesAverage } from './expressions';
import { lookBack } from './look-back';
import type { Reading, RuleRow } from './rule';

type Measured = (statistic: string) => Reading;

/** Slower than in its own last hours: the same for whatever answers requests. */
export const latencyJump = (
  id: string,
  latency: Measured,
  requests: Measured,
  about: Pick<RuleRow<object>, 'label' | 'why' | 'source'>,
): RuleRow<object> => ({
  ...about,
  id,
  severity: Severity.P2,
  metrics: { m: latency('p33'), n: requests('Sum') },
  ...lookBack({ periods: 24, datapoints: [2, 3], compare: timesAverage(12, 4) }),
  unit: 'times',
  periodMinutes: 15,
  is: '>=',
  threshold: 2,
  steps: ['Compare with the latency of what it calls.', 'Look at the last deployment.'],
});

/** More errors of clients than in its own last hours. `factor` makes percent of what the metric reads. */
export const standingOutErrors = (
  id: string,
  rate: Reading,
  factor: number,
  about: Pick<RuleRow<object>, 'why' | 'steps' | 'source'>,
): RuleRow<object> => ({
  ...about,
  id,
  severity: Severity.P2,
  metrics: { m: rate },
  ...lookBack({ periods: 48, datapoints: [4, 4], compare: standingOut(factor) }),
  label: 'Client error rate, where it stands out of its day',
  unit: 'percent',
  periodMinutes: 10,
  is: '>=',
  threshold: 17,
});
