import { isPeriod, LIMITS, longestWindow, PERIODS } from '../refusals/limits';
import { charactersOf, type Fleet } from '../rules/fleet';
import type { Condition, OpenRule, Unit } from '../rules/rule';

/** The possible values of each unit. A threshold outside would never or always be crossed. */
const RANGES: Record<Unit, readonly [lowest: number, highest: number]> = {
  percent: [0, 100],
  fraction: [0, 1],
  count: [0, Number.POSITIVE_INFINITY],
  times: [0, Number.POSITIVE_INFINITY],
  seconds: [0, Number.POSITIVE_INFINITY],
  milliseconds: [0, Number.POSITIVE_INFINITY],
  hours: [0, Number.POSITIVE_INFINITY],
  days: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  bytes: [0, Number.POSITIVE_INFINITY],
};

/** Everything about a rule, its threshold undefined where only deployment knows it, that CloudWatch would refuse at deployment, or that could never work, and what to change. */
export function errorsOf(rule: OpenRule, fleet?: Fleet): string[] {
  return [...conditionErrors(rule), ...(fleet === undefined ? [] : fleetErrors(rule, fleet))].map(
    (error) => `rule '${rule.id}': ${error}`,
  );
}

function conditionErrors(condition: Omit<Condition, 'threshold'> & Pick<OpenRule, 'threshold'>): string[] {
  const [breaching, of] = condition.datapoints;
  const { periodMinutes: period, threshold, unit } = condition;
  const looksBack = period * (condition.lookBack ?? of);
  const metrics = Object.keys(condition.metrics).length;
  const [lowest, highest] = RANGES[unit];
  const longest = longestWindow(period * 60) / 60;
  const checks: [boolean, string][] = [
    [!isPeriod(period * 60), `its period is ${period * 60} seconds; CloudWatch allows ${PERIODS}. Change 'period'.`],
    [
      !Number.isInteger(of) || of < 1,
      `it evaluates ${of} periods; give a whole number of at least 1 as 'evaluationPeriods'.`,
    ],
    [
      !Number.isInteger(breaching) || breaching < 1 || breaching > of,
      `it needs ${breaching} of ${of} periods to breach; 'datapointsToAlarm' has to be between 1 and ${of}.`,
    ],
    [
      looksBack > longest,
      `its evaluation range is ${looksBack} minutes, but CloudWatch allows ${longest} for periods ${period >= 60 ? 'of an hour or more' : 'under an hour'}. Lower 'evaluationPeriods' or 'period'.`,
    ],
    [
      metrics > LIMITS.metricsPerExpression,
      `its expression has ${metrics} metrics, but CloudWatch allows ${LIMITS.metricsPerExpression} in an alarm. Give a 'metric' with fewer.`,
    ],
    [
      (condition.expression?.length ?? 0) > LIMITS.expression,
      `its expression has ${condition.expression?.length} characters, but CloudWatch allows ${LIMITS.expression}. Give a shorter 'metric'.`,
    ],
    [
      condition.band !== undefined && !(condition.band > 0),
      `its band is ${condition.band} standard deviations wide; give a number above 0 as 'band'.`,
    ],
    [
      condition.band !== undefined && period < 1,
      "CloudWatch expects values only of periods of a minute or more. Change 'period'.",
    ],
    [
      condition.band === undefined &&
        threshold !== undefined &&
        (!Number.isFinite(threshold) || threshold < lowest || threshold > highest),
      `its threshold is ${threshold}, but a value in ${unit} is always from ${lowest} to ${highest}. Change 'threshold'.`,
    ],
  ];
  return checks.filter(([wrong]) => wrong).map(([, message]) => message);
}

/** Of a query of Metrics Insights. */
function fleetErrors(rule: OpenRule, fleet: Fleet): string[] {
  const { periodMinutes: period, datapoints } = rule;
  const looksBack = period * (rule.lookBack ?? datapoints[1]);
  const longest = LIMITS.insightsWindow / 60;
  const characters = charactersOf(rule, fleet);
  const checks: [boolean, string][] = [
    [period < 1, `its period is ${period * 60} seconds; a fleet takes a minute or more. Change 'period'.`],
    [
      looksBack > longest,
      `its evaluation range is ${looksBack} minutes, but a query of a fleet reads ${longest}. Lower 'evaluationPeriods' or 'period'.`,
    ],
    [
      characters > LIMITS.expression,
      `its query has up to ${characters} characters, but CloudWatch allows ${LIMITS.expression}: it leaves out ${fleet.except.length} resources by name that are in the app and not in the fleet. Watch more of them as members.`,
    ],
  ];
  return checks.filter(([wrong]) => wrong).map(([, message]) => message);
}
