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

/** An event without an alert that it opens, acknowledges or resolves does not exist. */
export type PagerDutyStep = OnCallStep & { readonly action: Exclude<OnCallStep['action'], 'update'> };

const ACTIONS = { open: 'trigger', acknowledge: 'acknowledge', close: 'resolve' } as const;
const SEVERITIES: Readonly<Record<Severity, string>> = { P0: 'critical', P1: 'error', P2: 'warning', P3: 'info' };

/**
 * An event as PagerDuty's Events API v2 takes it, without the key of the integration; far below its 512 KB.
 *
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function pagerDutyEvent(alert: Alert, incident: Incident, { action, key }: PagerDutyStep) {
  if (action !== 'open') return bare(action, key);
  const links = linksOf(alert, incident).map(({ label, url }) => ({ href: url, text: label }));
  const { component, environment, rule, note, changedAt } = alert;
  return {
    ...bare(action, key),
    client: 'Vigil',
    client_url: links.find(({ text }) => text === 'Alarm')?.href,
    links,
    payload: {
      ...payloadOf(alert),
      timestamp: new Date(note?.at ?? changedAt).toISOString(),
      component: component && cut(oneLine(component), LONGEST),
      group: environment && cut(oneLine(environment), LONGEST),
      class: rule && cut(oneLine(rule), LONGEST),
      custom_details: detailsOf(alert, incident),
    },
  };
}

/** The same with nothing that PagerDuty could refuse. */
export const plainPagerDutyEvent = (alert: Alert, { action, key }: PagerDutyStep) => ({
  ...bare(action, key),
  ...(action === 'open' && { payload: payloadOf(alert) }),
});

const bare = (action: PagerDutyStep['action'], key: string) => ({ event_action: ACTIONS[action], dedup_key: key });

const payloadOf = (alert: Alert) => ({
  summary: titleOf(alert, LONGEST_SUMMARY),
  source: cut([resourceName(alert) || oneLine(alert.name), siteOf(alert)].filter(Boolean).join(', '), LONGEST) || 'AWS',
  severity: SEVERITIES[alert.severity],
});
