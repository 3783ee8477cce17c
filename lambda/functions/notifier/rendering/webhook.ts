import type { Alert, Incident } from '../alert';
import { linksOf } from './links';

/** What a webhook and the queues and functions on the alerts topic get: stable names, so that programs can rely on them. */
export function webhookPayload(alert: Alert, incident: Incident) {
  const {
    id,
    subject,
    name,
    isTest,
    state,
    previousState,
    severity,
    environment,
    component,
    rule,
    account,
    region,
    arn,
  } = alert;
  return {
    version: '1.0',
    id,
    incident: subject,
    name,
    isTest,
    state,
    previousState,
    severity,
    environment,
    component,
    rule,
    account,
    region,
    arn,
    changedAt: new Date(alert.changedAt).toISOString(),
    startedAt: incident.startedAt === undefined ? undefined : new Date(incident.startedAt).toISOString(),
    isLate: incident.isLate,
    meaning: alert.meaning,
    steps: alert.steps,
    reason: alert.reason,
    measurement: alert.measurement,
    inAlarm: alert.children,
    links: Object.fromEntries(linksOf(alert).map(({ label, url }) => [label.toLowerCase(), url])),
  };
}
