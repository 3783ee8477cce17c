import type { Alert } from '../alerts/alert';
import { isOfHealthCheck, type LazyCheckAlerts } from '../health/check-notice';
import type { CompositeIncidents } from '../incidents/composite-incident';
import { type IncidentStore, incidentOf } from '../incidents/incident-store';
import type { IncidentTracker, Notification } from './incident-tracker';

/** The notifications that the message of an alarm asks for: mostly itself. */
export class Intake {
  public constructor(
    private readonly incidents: IncidentStore,
    private readonly composites: CompositeIncidents,
    private readonly checks: LazyCheckAlerts,
    private readonly tracker: IncidentTracker | undefined,
    private readonly log: (message: string, fields: object) => void,
  ) {}

  public async notificationsOf(alert: Alert): Promise<readonly Notification[]> {
    if (alert.parent !== undefined) return this.#ofChild(alert);
    if (await this.#isBirth(alert)) {
      this.log('An OK that follows no ALARM is not sent', { alarm: alert.name });
      return [];
    }
    const isComposite = alert.children.length > 0 || alert.possibleChildren.length > 0;
    if (alert.isTest) return [{ alert }];
    if (!isComposite) return [{ alert: isOfHealthCheck(alert) ? await this.checks().explain(alert) : alert }];
    return [
      { alert: await (alert.state === 'ALARM' ? this.composites.explain(alert) : this.composites.recovered(alert)) },
    ];
  }

  /** An alarm of a composite: an update of the composite's incident, or nothing where the composite's message is enough. */
  async #ofChild(child: Alert): Promise<readonly Notification[]> {
    const joined = await this.composites.report(child);
    if (joined === undefined) {
      this.log('Its composite alarm notifies', { alarm: child.name, state: child.state });
      return [];
    }
    const { alert, record } = joined;
    const incident = incidentOf(record);
    return [{ alert, incident: this.tracker === undefined ? incident : await this.tracker.describe(alert, incident) }];
  }

  /** A new alarm becomes OK when it first has data. One that went from ALARM over INSUFFICIENT_DATA to OK has recovered. */
  async #isBirth(alert: Alert): Promise<boolean> {
    const { state, previousState } = alert;
    if (state !== 'OK' || previousState === undefined || previousState === 'ALARM') return false;
    const { startedAt } = await this.incidents.record(alert);
    return startedAt === undefined;
  }
}
