import type { CheckResult } from '../../../lib/contracts/health-checks';

/**
 * What several regions see of one check: an outage is one that all of them see.
 *
 * @param results of each region that could ask, the home region first
 */
export const agreedResult = (results: readonly CheckResult[]): CheckResult | undefined =>
  results.find(({ ok }) => ok) ?? results[0];
