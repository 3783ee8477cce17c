import { type Answer, type Asked, LONGEST_NAME, type OpenIncident } from '../../../lib/contracts/incident-api';
import type { Alert, Assignment } from '../../shared/alerts/alert';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import { incidentOf, recordIn } from '../../shared/incidents/incident-store';
import { cut, oneLine } from '../../shared/rendering/words';
import { historyOf, pastIncidents } from './history';
import type { IncidentActions } from './incident-actions';
import { isCalled } from './is-called';

const LONGEST_WORDS = 500;
const LONGEST_ORIGIN = 200;

/** Answers the command line. Alarms go by their name, or by a suffix of it that no other open one has. */
export async function answerTo(
  asked: Asked,
  aws: Pick<IncidentAws, 'openIncidents' | 'itemsOf'>,
  actions: IncidentActions,
  now: number,
): Promise<Answer> {
  if (asked.ask === 'past') return { past: await pastIncidents(asked.since, aws, now) };
  if (asked.ask === 'history') return historyOf(asked, aws, now);
  const open = (await aws.openIncidents()).flatMap((item) => {
    const known = recordIn(item);
    const incident = known && incidentOf(known);
    if (known?.alert === undefined || incident?.startedAt === undefined || !incident.isOpen) return [];
    const { alert } = known;
    return [{ alert, startedAt: incident.startedAt, assigned: incident.assigned }];
  });
  const shown = open.map(({ alert, startedAt, assigned }): OpenIncident => shownAs(alert, startedAt, assigned));
  if (asked.ask === 'list') return { incidents: shown };
  const { alarm, by } = asked;
  const exact = open.filter(({ alert }) => alert.name === alarm);
  const meant = exact.length > 0 ? exact : open.filter(({ alert }) => isCalled(alert, alarm));
  const [one] = meant;
  if (one === undefined || meant.length > 1) return { fault: faultOf(alarm, meant.length > 1 ? meant : open) };
  const { alert, startedAt, assigned } = one;
  const target = { subject: alert.subject, startedAt };
  const who = {
    by: cut(oneLine(by), LONGEST_NAME),
    from: { commandLine: cut(oneLine(asked.from ?? ''), LONGEST_ORIGIN) },
  };
  if (asked.ask === 'acknowledge') {
    const outcome = await actions.acknowledge(target, who);
    return outcome === 'ended' ? ENDED : { incidents: [shownAs(alert, startedAt, outcome.assigned)] };
  }
  if (asked.ask === 'release') {
    const outcome = await actions.release(target, who);
    if (outcome === 'ended') return ENDED;
    return outcome === 'released'
      ? { incidents: [shownAs(alert, startedAt)] }
      : { fault: `Nobody has acknowledged ${alert.name}: there is nothing to release.` };
  }
  const { cause, action, eta, next } = asked;
  const words = Object.entries({ cause, action, eta, next }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, cut(oneLine(text), LONGEST_WORDS)]],
  );
  await actions.update(target, who, Object.fromEntries(words));
  return { incidents: [shownAs(alert, startedAt, assigned)] };
}

const ENDED: Answer = { fault: 'The incident has ended.' };

function shownAs(alert: Alert, startedAt: number, assigned?: Assignment): OpenIncident {
  const { name, severity, component, environment, meaning } = alert;
  return {
    alarm: name,
    severity,
    component,
    environment,
    since: new Date(startedAt).toISOString(),
    meaning: oneLine(meaning),
    ...(assigned !== undefined && {
      acknowledged: {
        by: assigned.by,
        at: new Date(assigned.at).toISOString(),
        until: new Date(assigned.until).toISOString(),
      },
    }),
  };
}

function faultOf(alarm: string, choice: readonly { readonly alert: Alert }[]): string {
  const names = choice.map(({ alert }) => alert.name).sort();
  if (names.length === 0) return `No incident is open, so '${alarm}' cannot be one.`;
  return `'${alarm}' does not name exactly one open incident. Open: ${names.join(', ')}.`;
}
