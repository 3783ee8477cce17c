import type { Severity } from '../../../lib/contracts/severity';
import type { Alert, Incident } from '../alerts/alert';
import type { OnCallStep } from '../channels/on-call';
import { detailsOf } from './details';
import { linksOf } from './links';
import { siteOf, titleOf } from './parts';
import { cut, oneLine, resourceName } from './words';

/** PagerDuty takes summaries of 1,024 characters and keys of 255. */
const LONGEST_SUMMARY = 1024;
const LONGEST = 255;

const ACTIONS = { open: 'trigger', acknowledge: 'acknowledge', close: 'resolve' } as const;
const SEVERITIES: Readonly<Record<Severity, string>> = { P0: 'critical', P1: 'error', P2: 'warning', P3: 'info' };

export interface PagerDutyRequest {
  /** Behind `/v2`. */
  readonly path: '/enqueue' | '/change/enqueue';
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * An event as PagerDuty's Events API v2 takes it, without the key of the integration; far below its 512 KB. An update is a change event:
 * incidents show it among the recent changes, and it opens none.
 *
 * @see https://developer.pagerduty.com/docs/send-alert-event
 * @see https://developer.pagerduty.com/docs/send-change-event
 */
export function pagerDutyRequest(alert: Alert, incident: Incident, step: OnCallStep): PagerDutyRequest {
  const { action } = step;
  if (action === 'acknowledge' || action === 'close') return request(step);
  const links = linksOf(alert, incident).map(({ label, url }) => ({ href: url, text: label }));
  const { component, environment, rule, note, changedAt } = alert;
  const { summary, source, severity } = payloadOf(alert);
  const details = {
    timestamp: new Date(note?.at ?? changedAt).toISOString(),
    custom_details: detailsOf(alert, incident),
  };
  if (action === 'update') return request(step, { links, payload: { summary, source, ...details } });
  return request(step, {
    client: 'Vigil',
    client_url: links.find(({ text }) => text === 'Alarm')?.href,
    links,
    payload: {
      summary,
      source,
      severity,
      ...details,
      component: component && cut(oneLine(component), LONGEST),
      group: environment && cut(oneLine(environment), LONGEST),
      class: rule && cut(oneLine(rule), LONGEST),
    },
  });
}

/** The same with nothing that PagerDuty could refuse. */
export function plainPagerDutyRequest(alert: Alert, step: OnCallStep): PagerDutyRequest {
  const { summary, source, severity } = payloadOf(alert);
  if (step.action === 'update') return request(step, { payload: { summary, source } });
  return request(step, step.action === 'open' ? { payload: { summary, source, severity } } : {});
}

const request = ({ action, key }: OnCallStep, more: object = {}): PagerDutyRequest =>
  action === 'update'
    ? { path: '/change/enqueue', event: { ...more } }
    : { path: '/enqueue', event: { event_action: ACTIONS[action], dedup_key: key, ...more } };

const payloadOf = (alert: Alert) => ({
  summary: titleOf(alert, LONGEST_SUMMARY),
  source: cut([resourceName(alert) || oneLine(alert.name), siteOf(alert)].filter(Boolean).join(', '), LONGEST) || 'AWS',
  severity: SEVERITIES[alert.severity],
});
