import type { Alert, Child, Incident } from '../alerts/alert';
import { linksOf } from './links';

/** What webhooks, and the queues and functions on the alerts topic, receive: stable names, so that programs can rely on them. */
export function webhookPayload(alert: Alert, incident: Incident) {
  return {
    version: '1.0',
    id: alert.id,
    incident: alert.subject,
    name: alert.name,
    isTest: alert.isTest,
    state: alert.state,
    previousState: alert.previousState,
    severity: alert.severity,
    environment: alert.environment,
    component: alert.component,
    rule: alert.rule,
    account: alert.account,
    region: alert.region,
    arn: alert.arn,
    changedAt: new Date(alert.changedAt).toISOString(),
    startedAt: incident.startedAt === undefined ? undefined : new Date(incident.startedAt).toISOString(),
    isLate: incident.isLate,
    ...handlingOf(alert, incident),
    meaning: alert.meaning,
    steps: alert.steps,
    reason: alert.reason,
    measurement: alert.measurement,
    resource: alert.resource,
    contributor: alert.contributor,
    inAlarm: alert.children.map(({ name }) => name),
    children: alert.children.map(childPayload),
    logLines: alert.logLines,
    links: Object.fromEntries(linksOf(alert, incident).map(({ label, url }) => [label.toLowerCase(), url])),
  };
}

function childPayload({ name, alert }: Child) {
  if (alert === undefined) return { name };
  const { severity, rule, changedAt, meaning, steps, reason, measurement, resource, runbookUrl } = alert;
  const since = new Date(changedAt).toISOString();
  return { name, severity, rule, since, meaning, steps, reason, measurement, resource, runbook: runbookUrl };
}

/** With incident handling: the note, the level, and who has acknowledged it. */
function handlingOf({ note }: Alert, { level, assigned }: Incident) {
  return {
    ...(note !== undefined && {
      event: note.kind,
      says: note.says,
      at: new Date(note.at).toISOString(),
      facts: note.facts.map(([label, value]) => ({ label, value })),
    }),
    ...(level !== undefined && { level }),
    ...(assigned !== undefined && { acknowledged: { by: assigned.by, at: new Date(assigned.at).toISOString() } }),
  };
}
