import { DATABASE_METRICS } from './catalogue/database-metrics';
import { HEALTH_METRICS } from './catalogue/health-metrics';
import { PROCESSING_METRICS, partnerMetrics } from './catalogue/partner-metrics';
import { GROUP } from './contracts/alarm-names';
import { ALL_RULE_IDS } from './resources/all';

/** Vigil's runbook for alarms that an application declares. */
export const DECLARED = 'Declared';

const READY_MADE = { ...partnerMetrics([]), ...PROCESSING_METRICS, ...HEALTH_METRICS, ...DATABASE_METRICS };

/** The predefined metrics with alarms: each has a runbook. */
export const METRICS_WITH_ALARMS: readonly string[] = Object.entries(READY_MADE)
  .filter(([, declaration]) => 'alarm' in declaration)
  .map(([name]) => name);

/** Of package.json, which jsii does not let a construct import; a test compares them. */
const REPOSITORY = 'https://github.com/cdk-vigil/cdk-vigil';
const RUNBOOKS = `${REPOSITORY}/blob/main/docs/runbooks/`;
const PAGES: ReadonlySet<string> = new Set([...ALL_RULE_IDS, ...METRICS_WITH_ALARMS, GROUP]);

/**
 * Where to read what to do about an alarm: behind the user's own address by the rule's id, in small letters; otherwise on a page of
 * Vigil's, which there is for each rule.
 */
export function runbookUrl(ruleId: string, base: string | undefined): string {
  return base === undefined ? `${RUNBOOKS}${pageOf(ruleId).toLowerCase()}.md` : `${base}${ruleId.toLowerCase()}`;
}

/** Several alarms of one metric, with different severities, share its runbook. */
function pageOf(ruleId: string): string {
  return [ruleId, ruleId.replace(/P[0-3]$/, '')].find((id) => PAGES.has(id)) ?? DECLARED;
}
