import type { Severity } from '../../../lib/contracts/severity';
import type { Alert, Incident } from '../alerts/alert';
import type { OnCallStep } from '../channels/on-call';
import { emailText } from './email';
import { linksOf } from './links';
import { nameIn, titleOf } from './parts';
import { cut, oneLine, resourceName } from './words';

/** What Opsgenie takes: https://docs.opsgenie.com/docs/alert-api */
const LONGEST = { message: 130, description: 15_000, note: 25_000, entity: 512, tag: 50, user: 100 } as const;
/** All custom properties together may have 8,000 characters. */
const LONGEST_DETAIL = 500;

const PRIORITIES: Readonly<Record<Severity, string>> = { P0: 'P1', P1: 'P2', P2: 'P3', P3: 'P4' };
const SOURCE = { source: 'Vigil' } as const;

export interface OpsgenieRequest {
  /** Behind `/v2/alerts`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as Opsgenie's Alert API takes it. */
export function opsgenieRequest(alert: Alert, incident: Incident, step: OnCallStep): OpsgenieRequest {
  if (step.action !== 'open') return changeOf(alert, incident, step);
  const { component, environment, rule, severity, isTest } = alert;
  const tags = [severity, environment, component, rule, isTest ? 'test' : undefined];
  return {
    path: '',
    body: {
      ...creation(alert, step),
      ...SOURCE,
      description: cut(harmless(emailText(alert, incident)), LONGEST.description),
      entity: cut(harmless(resourceName(alert) || oneLine(alert.name)), LONGEST.entity),
      tags: tags.flatMap((tag) =>
        tag === undefined ? [] : cut(harmless(oneLine(tag)).replaceAll(',', ' '), LONGEST.tag),
      ),
      details: detailsIn(alert, incident),
    },
  };
}

/** The same with nothing that Opsgenie could refuse. */
export const plainOpsgenieRequest = (alert: Alert, step: OnCallStep): OpsgenieRequest =>
  step.action === 'open'
    ? { path: '', body: creation(alert, step) }
    : { ...pathOf(step), body: { note: harmless(titleOf(alert, 500)) } };

const creation = (alert: Alert, { key }: OnCallStep) => ({
  message: cut(harmless(titleOf(alert, LONGEST.message - 10)), LONGEST.message),
  alias: key,
  priority: PRIORITIES[alert.severity],
});

function changeOf(alert: Alert, incident: Incident, step: OnCallStep): OpsgenieRequest {
  const note = harmless(emailText(alert, incident));
  const user = step.action === 'acknowledge' ? incident.assigned?.by : undefined;
  return {
    ...pathOf(step),
    body: {
      ...SOURCE,
      note: cut(note, LONGEST.note),
      ...(user && { user: cut(harmless(oneLine(user)), LONGEST.user) }),
    },
  };
}

const PATHS = { acknowledge: 'acknowledge', close: 'close', update: 'notes', open: '' } as const;

const pathOf = ({ action, key }: OnCallStep) => ({
  path: `/${encodeURIComponent(key)}/${PATHS[action]}?identifierType=alias`,
});

function detailsIn(alert: Alert, incident: Incident): Record<string, string> {
  const { state, severity, account, region } = alert;
  const links = linksOf(alert, incident).map(({ label, url }): [string, string] => [label, url]);
  const details = { State: state, Severity: severity, Name: nameIn(alert), Account: account, Region: region };
  return Object.fromEntries(
    [...Object.entries(details), ...links].flatMap(([label, value]) =>
      value === undefined || value === '' ? [] : [[label, fitting(harmless(value))]],
    ),
  );
}

/** A link that was cut would lead elsewhere; the description has it as a whole. */
function fitting(value: string): string {
  if (value.length <= LONGEST_DETAIL) return value;
  return /^https?:/.test(value) ? 'See the description: too long for this field.' : cut(value, LONGEST_DETAIL);
}

/** Opsgenie shows HTML in messages: no text of others is read as a tag. */
const harmless = (text: string): string => text.replace(/<(?=[a-z/!])/gi, '<\u2060');
