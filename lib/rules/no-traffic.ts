import { Severity } from '../alerting/severity';
import type { Reading, RuleRow } from './rule';

/** Active around the clock, and now nothing: the same for whatever takes requests. */
export const noTraffic = (
  requests: Reading,
  about: Pick<RuleRow<object>, 'why' | 'steps' | 'source'>,
): RuleRow<object> => ({
  ...about,
  id: 'NoTraffic',
  severity: Severity.P1,
  name: 'Stopped',
  metrics: { m: requests },
  label: 'Requests',
  unit: 'count',
  periodMinutes: 1,
  datapoints: [12, 12],
  is: '<',
  threshold: 1,
  missing: 'breaching',
  and: [
    {
      name: 'UsuallyActive',
      metrics: { m: requests },
      label: 'Requests in the hour',
      unit: 'count',
      periodMinutes: 60,
      datapoints: [22, 24],
      is: '>=',
      threshold: 60,
    },
  ],
});
