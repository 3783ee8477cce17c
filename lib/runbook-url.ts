import { DATABASE_METRICS } from './catalogue/database-metrics';
import { HEALTH_METRICS } from './catalogue/health-metrics';
import { PROCESSING_METRICS, partnerMetrics } from './catalogue/partner-metrics';
import { GROUP } from './contracts/alarm-names';
import { ALL_RULE_IDS } from './resources/all';

/** The page of Vigil's own for alarms that nobody but their owner knows. */
export const DECLARED = 'Declared';

const READY_MADE = { ...partnerMetrics([]), ...PROCESSING_METRICS, ...HEALTH_METRICS, ...DATABASE_METRICS };

/** The metrics that come with alarms: whoever uses them finds a page for each. */
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

/** Several alarms of one metric, told apart by their severity, share its page. */
function pageOf(ruleId: string): string {
  return [ruleId, ruleId.replace(/P[0-3]$/, '')].find((id) => PAGES.has(id)) ?? DECLARED;
}
