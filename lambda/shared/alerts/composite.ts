import { SEVERITIES, type Severity } from '../../../lib/contracts/severity';
import type { Alert, Child } from './alert';

/**
 * A composite's alert, explained by its alarms in ALARM: the worst of them gives its sentence, its value, its first steps, its runbook
 * and its graph. It is as severe as that one, if all are known.
 */
export function explainedBy(children: readonly Child[], composite: Alert): Alert {
  const sorted = [...children]
    .sort(worstFirst)
    .map(({ alert, ...child }, index) => ({ ...child, alert: alert && lean(alert, index < MOST_GRAPHS) }));
  const inAlarm = children.filter(isInAlarm).sort(worstFirst);
  const worst = inAlarm[0]?.alert;
  if (worst === undefined) return { ...composite, children: sorted };
  const { meaning, steps, runbookUrl, reason, measurement, resource, metrics, logGroups, logLines } = worst;
  return {
    ...composite,
    children: sorted,
    severity: inAlarm.every(({ alert }) => alert !== undefined) ? worst.severity : composite.severity,
    meaning: meaning || composite.meaning,
    steps: steps.length > 0 ? steps : composite.steps,
    runbookUrl: runbookUrl ?? composite.runbookUrl,
    reason,
    measurement,
    resource,
    metrics,
    logGroups,
    logLines,
  };
}

/** Of one that could not be looked up, its composite says so. */
export const isInAlarm = ({ alert }: Child): boolean => alert === undefined || alert.state === 'ALARM';

/** Of so many of its alarms, the message of a composite has the graph. */
export const MOST_GRAPHS = 3;

/** What a message shows of a child. */
const lean = (alert: Alert, isDrawn: boolean): Alert => ({
  ...alert,
  metrics: isDrawn ? alert.metrics : [],
  logGroups: [],
  logLines: [],
  children: [],
});

const rank = (severity: Severity | undefined): number =>
  severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);

/** Those that have recovered come last. */
const worstFirst = (a: Child, b: Child): number =>
  Number(isInAlarm(b)) - Number(isInAlarm(a)) ||
  rank(a.alert?.severity) - rank(b.alert?.severity) ||
  (a.alert?.changedAt ?? 0) - (b.alert?.changedAt ?? 0);

/** The more urgent of two severities. */
export const worse = (one: Severity, other: Severity): Severity => (rank(one) < rank(other) ? one : other);
