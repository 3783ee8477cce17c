import { Severity } from '../alerting/severity';
import { besideOtherDays, OTHER_DAYS, whereActive } from './expressions';
import { lookBack } from './look-back';
import type { Reading, RuleRow } from './rule';

/** Active around the clock, and now nothing: the same for whatever takes requests. */
export const noTraffic = (
  requests: Reading,
  about: Pick<RuleRow<object>, 'why' | 'steps' | 'source'>,
): RuleRow<object> => ({
  ...about,
  id: 'NoTraffic',
  severity: Severity.P1,
  metrics: { m: requests },
  ...lookBack({ periods: 288, datapoints: [3, 3], fillGaps: true, compare: whereActive(3, 0.92) }),
  label: 'Requests in 5 minutes, where there were some around the clock',
  unit: 'count',
  periodMinutes: 5,
  is: '<',
  threshold: 1,
});

/** Not as on other days: much less, or a multiple. The same for whatever is counted as it comes. */
export const unusual = (
  id: string,
  counted: Reading,
  noun: string,
  steps: RuleRow<object>['steps'],
): RuleRow<object> => ({
  id,
  severity: Severity.P2,
  why: `Far fewer ${noun} than at this hour of other days, or a multiple of them.`,
  steps,
  metrics: { m: counted },
  ...lookBack({
    periods: 168,
    datapoints: [1, 1],
    fillGaps: true,
    helpers: OTHER_DAYS,
    compare: besideOtherDays(2, 4, 10_000),
  }),
  label: `The hour's ${noun}, as a share of what is usual, or the reverse`,
  unit: 'times',
  periodMinutes: 60,
  is: '<',
  threshold: 0.8,
  source:
    'Measured. Yesterday and six days ago, an hour more or less: on Saturday that is Friday and Sunday, on Monday Sunday and Tuesday, so that no weekend is compared with working days alone, and one odd day with nothing. Less than 80 % of the least of these six hours, beyond what they vary by (one standard deviation) and what chance takes from few (two); or 5 times the most, from 10,000 an hour on, below which it does no harm. In the first week yesterday alone counts, and not on Saturdays. CloudWatch looks once an hour, on the hour.',
});
