import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { IncidentSettings } from '../../../lib/contracts/function-environments';
import type { Alert, Incident, Note } from '../../shared/alerts/alert';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import type { IncidentTracker, Notification } from '../../shared/delivery/incident-tracker';
import { reasonOf } from '../../shared/failure';
import { linkTo } from '../../shared/incidents/acknowledge-link';
import { type Command, commandIn, written } from '../../shared/incidents/command';
import { IncidentStore } from '../../shared/incidents/incident-store';
import { QUIET_MS } from '../../shared/incidents/timeline';
import { Secrets } from '../../shared/secrets';
import { nextLevel } from './escalation-levels';

interface Dependencies {
  readonly aws: IncidentAws;
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
}

/** EventBridge Scheduler never runs a schedule of the past. */
const SOONEST_MS = 60_000;
/** Of notes, those after which somebody has to acknowledge the incident in time. */
const CALLS: readonly Note['kind'][] = ['escalated', 'raised', 'released', 'expired'];

/** Follows incidents until they are acknowledged: timers send commands to the queue of the notifier. */
export class IncidentResponse implements IncidentTracker {
  readonly #incidents: IncidentStore;
  readonly #secrets: Secrets;

  public constructor(
    private readonly settings: Omit<IncidentSettings, 'timers'>,
    private readonly channels: readonly ChannelSettings[],
    private readonly around: Dependencies,
  ) {
    this.#incidents = new IncidentStore(around.aws, around.now);
    this.#secrets = new Secrets(around.aws, around.now);
  }

  public notificationsOf(body: string): Promise<readonly Notification[]> | undefined {
    const command = commandIn(body);
    return command && this.#obey(command);
  }

  public async describe(alert: Alert, incident: Incident): Promise<Incident> {
    const { startedAt, isOpen, isLate } = incident;
    if (!isOpen || isLate || startedAt === undefined) return incident;
    const next = nextLevel(this.channels, alert, incident);
    try {
      const key = await this.#secrets.text(this.settings.key, 'key');
      const target = { subject: alert.subject, startedAt };
      const pageUrl = linkTo(this.settings.answersUrl, key, target, this.around.now());
      return { ...incident, followUp: { pageUrl, next } };
    } catch (problem) {
      this.around.log('warn', 'The message goes without a link', { problem: reasonOf(problem) });
      return incident;
    }
  }

  public waits({ changedAt, isTest }: Alert, { flapping, isLate }: Incident): boolean {
    if (isTest || flapping === undefined || flapping.begins) return false;
    return isLate || this.around.now() < changedAt + QUIET_MS;
  }

  public async postpone(alert: Alert): Promise<void> {
    const { subject, changedAt } = alert;
    // what is drawn is not drawn then, and may be long
    const body = written({ vigil: 'quiet', alert: { ...alert, metrics: [] } });
    await this.ring(`${subject}.${changedAt}`, changedAt + QUIET_MS, body);
  }

  public async watch(alert: Alert, incident: Incident): Promise<void> {
    const { subject, note, isTest } = alert;
    const { isOpen, isLate, startedAt } = incident;
    if (isTest || !isOpen || isLate || startedAt === undefined) return;
    if (note !== undefined && !CALLS.includes(note.kind)) return;
    const next = nextLevel(this.channels, alert, incident);
    if (next !== undefined) await this.escalateAt(subject, startedAt, next.level, next.at);
  }

  /** Commands are rare: what they need is loaded with the first of them. */
  #obey(command: Command): Promise<readonly Notification[]> {
    const { IncidentCommands } = require('./incident-commands') as typeof import('./incident-commands');
    const { settings, channels, around } = this;
    return new IncidentCommands(this, this.#incidents, { ...settings, ...around, channels }).obey(command);
  }

  public escalateAt(subject: string, startedAt: number, level: number, at: number): Promise<void> {
    const body = written({ vigil: 'escalate', subject, startedAt, level });
    return this.ring(`${subject}.${startedAt}.${level}.${at}`, at, body);
  }

  /** Sends a command at a time, or soon if that is over. */
  public ring(name: string, at: number, body: string): Promise<void> {
    return this.around.aws.createTimer({ name, at: Math.max(at, this.around.now() + SOONEST_MS), body });
  }
}
