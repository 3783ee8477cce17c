import {
  CHECK_DIMENSION,
  CHECKED,
  CHECKER_DIMENSION,
  type CheckNotice,
  checkKey,
  checksTableOf,
} from '../../../lib/contracts/health-checker';
import type { Alert } from '../alerts/alert';
import type { Aws } from '../aws/aws';
import type { Notification } from '../delivery/incident-tracker';
import { reasonOf } from '../failure';
import { type IncidentStore, incidentOf } from '../incidents/incident-store';
import { identity } from '../parsing/parse-message';
import { rowIn } from './check-store';
import { recoveredText, violationsText } from './check-text';

type Log = (level: 'info' | 'warn', message: string, fields: object) => void;

const BADGES = { changed: 'CHANGED', reminder: 'REMINDER' } as const;
const SAYS = { changed: 'Changed', reminder: 'Still so' } as const;

/** Says in the alerts of health checks what is wrong: their alarms only know that something is. */
export class CheckAlerts {
  public constructor(
    private readonly aws: Pick<Aws, 'getItem' | 'isMuted'>,
    private readonly incidents: IncidentStore,
    private readonly log: Log,
  ) {}

  /** The alert with what is wrong, or what was. */
  public async explain(alert: Alert): Promise<Alert> {
    const { [CHECKER_DIMENSION]: checker, [CHECK_DIMENSION]: check } = alert.resource;
    if (checker === undefined || check === undefined) return alert;
    try {
      const item = await this.aws.getItem(checkKey(check), checksTableOf(checker));
      const row = item && rowIn(item);
      const { alert: open, violations = {}, newestAlert = {} } = row?.state ?? {};
      // the state may be ahead of the message
      const shown = open === undefined ? newestAlert : violations;
      const text = alert.state === 'OK' ? recoveredText(newestAlert) : violationsText({ violations: shown });
      return explained(alert, { check, target: row?.target }, text);
    } catch (problem) {
      this.log('warn', 'The alert does not say what is wrong with the check', { problem: reasonOf(problem) });
      return explained(alert, { check }, '');
    }
  }

  /** A change of an alert that is open, or a reminder; nothing while its alarm is muted. */
  public async notificationsOf({
    alarm,
    check,
    target,
    kind,
    at,
    text,
  }: CheckNotice): Promise<readonly Notification[]> {
    const subject = identity(alarm);
    const record = await this.incidents.find(subject);
    const incident = record && incidentOf(record);
    if (record?.alert === undefined || incident?.isOpen !== true) {
      this.log('info', 'A change of a health check is not sent: no alert of it is open', { check, kind });
      return [];
    }
    if (await this.#isMuted(record.alert.name)) {
      this.log('info', 'A change of a health check is not sent: its alarm is muted', { check, kind });
      return [];
    }
    const note = { kind: 'updated', badge: BADGES[kind], at, says: SAYS[kind], facts: [] } as const;
    return [
      {
        alert: { ...explained(record.alert, { check, target }, text), id: identity(`${kind} ${alarm} ${at}`), note },
        incident,
      },
    ];
  }

  /** Better one message too many. */
  async #isMuted(alarm: string): Promise<boolean> {
    try {
      return await this.aws.isMuted(alarm);
    } catch (problem) {
      this.log('warn', 'Whether an alarm is muted could not be looked up', { problem: reasonOf(problem) });
      return false;
    }
  }
}

/** CloudWatch's reason and value only repeat that something is wrong. Without a text they are all there is. */
const explained = (alert: Alert, { check, target }: Pick<CheckNotice, 'check' | 'target'>, text: string): Alert => ({
  ...alert,
  ...(text !== '' && { meaning: text, reason: '', measurement: undefined }),
  resource: { [CHECK_DIMENSION]: check, ...(target !== undefined && { [CHECKED]: target }) },
});
