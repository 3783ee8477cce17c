import type { Alert } from '../../shared/alerts/alert';
import type { AlarmState, IncidentAws } from '../../shared/aws/incident-aws';
import { type IncidentRecord, incidentOf } from '../../shared/incidents/incident-store';
import { idOfChange } from '../../shared/parsing/parse-message';

/**
 * Recoveries that were not sent: an alarm that recovers while it is muted sends nothing, nor does one that is deleted.
 *
 * @param account whose alarms can be looked at; those of others are left alone
 * @returns the missing messages, by the subject of the incident
 */
export async function endsOf(
  open: readonly IncidentRecord[],
  aws: Pick<IncidentAws, 'alarmStates'>,
  { account, now }: { readonly account: string; readonly now: number },
): Promise<ReadonlyMap<string, Alert>> {
  const alerts = open.flatMap(({ alert }) => (alert !== undefined && alert.account === account ? alert : []));
  const regions = [...new Set(alerts.map(({ region }) => region))];
  const ends = regions.map(async (region) => {
    const here = alerts.filter((alert) => alert.region === region);
    const states = await aws.alarmStates(region, [...new Set(here.map(({ name }) => name))]);
    return here.flatMap((alert) => endOf(alert, states.get(alert.name), now) ?? []);
  });
  return new Map((await Promise.all(ends)).flat().map((alert) => [alert.subject, alert]));
}

function endOf(alert: Alert, state: AlarmState | undefined, now: number): Alert | undefined {
  // without data it may well go on
  if (state !== undefined && state.value !== 'OK') return undefined;
  const { subject, changedAt } = alert;
  const { measurement: _, ...rest } = alert;
  // it ended after it began, even where clocks differ
  const endedAt = Math.max(state?.since ?? now, changedAt + 1);
  return {
    ...rest,
    // as its own message has it, should that come yet
    id: idOfChange(subject, endedAt, 'OK'),
    state: 'OK',
    previousState: 'ALARM',
    changedAt: endedAt,
    reason: state?.reason ?? 'The alarm does not exist any more.',
    children: [],
    metrics: [],
  };
}

/** Whether it is still the incident that the recovery was made for, or the recovery has been sent to some channels. */
export function isEndOf({ subject, changedAt }: Alert, known: IncidentRecord | undefined): boolean {
  if (known?.alert?.subject !== subject || known.alert.changedAt >= changedAt) return false;
  return (
    incidentOf(known).isOpen === true ||
    known.timeline.changes.some(({ at, state }) => at === changedAt && state === 'OK')
  );
}
