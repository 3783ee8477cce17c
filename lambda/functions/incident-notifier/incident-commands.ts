import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { Update } from '../../../lib/contracts/incident-update';
import { SEVERITIES } from '../../../lib/contracts/severity';
import type { Alert, Assignment, Incident, Note } from '../../shared/alerts/alert';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import type { Notification } from '../../shared/delivery/incident-tracker';
import { reasonOf } from '../../shared/failure';
import type { Command, Said } from '../../shared/incidents/command';
import { written } from '../../shared/incidents/command';
import { handle, heldUntil } from '../../shared/incidents/handling';
import { withEvent } from '../../shared/incidents/incident-events';
import {
  type Handling,
  type IncidentRecord,
  type IncidentStore,
  incidentOf,
  recordIn,
} from '../../shared/incidents/incident-store';
import { newestOf } from '../../shared/incidents/timeline';
import { idOfNote } from '../../shared/parsing/parse-message';
import { clock, durationInWords } from '../../shared/rendering/times';
import { Acknowledgements } from './acknowledgements';
import { digestOf } from './digest';
import { answerTime, nextLevel } from './escalation-levels';
import { endsOf, isEndOf } from './missed-recoveries';

interface Dependencies {
  readonly aws: IncidentAws;
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
  readonly channels: readonly ChannelSettings[];
  /** Whose alarms can be looked at. */
  readonly account: string;
  /** How long an acknowledgement holds; undefined: as the severity says. */
  readonly acknowledgedMinutes?: number;
}

/** The clock of timers and that of the function may differ: a timer of the time that is due is never put off. */
const CLOCKS_DIFFER_MS = 60_000;

/** What commands need of the tracker that runs them. */
interface Response {
  describe(alert: Alert, incident: Incident): Promise<Incident>;
  /** Sends a command at a time, or soon if that is over. */
  ring(name: string, at: number, body: string): Promise<void>;
  escalateAt(subject: string, startedAt: number, level: number, at: number): Promise<void>;
}

/** Runs the commands of timers and people, and returns what to send. */
export class IncidentCommands {
  readonly #incidents: IncidentStore;
  readonly #acknowledgements: Acknowledgements;

  public constructor(
    private readonly response: Response,
    incidents: IncidentStore,
    private readonly around: Dependencies,
  ) {
    this.#incidents = incidents;
    this.#acknowledgements = new Acknowledgements(incidents, {
      now: around.now,
      ring: (name, at, body) => response.ring(name, at, body),
      withoutEnded: (open) => this.#withoutEnded(open),
      noted: (known, id, note) => this.#noted(known, id, note),
    });
  }

  /** The notifications that a command asks for. */
  public async obey(command: Command): Promise<readonly Notification[]> {
    switch (command.vigil) {
      case 'escalate':
        return this.#escalate(command);
      case 'quiet':
        return this.#calmed(command.alert);
      case 'acknowledge':
        return this.#acknowledgements.announced(await this.#incidents.find(command.subject), command);
      case 'release':
        return this.#acknowledgements.released(await this.#incidents.find(command.subject), command);
      case 'expire':
        return this.#acknowledgements.expire(command);
      case 'update':
        return this.#update(command);
      case 'ended':
        return this.#ended(command.alert);
      case 'check':
        return this.#check();
      case 'digest': {
        const open = await this.#withoutEnded(await this.#open());
        return digestOf(open, this.around.channels, Date.parse(command.time));
      }
    }
  }

  /** Not acknowledged in time: the next level is notified, unless somebody works on an incident of the same component. */
  async #escalate({ subject, startedAt, level }: Extract<Command, { vigil: 'escalate' }>): Promise<Notification[]> {
    const known = await this.#incidents.find(subject);
    const assigned = known && incidentOf(known).assigned;
    if (assigned !== undefined) return this.#acknowledgements.announced(known, { subject, startedAt, ...assigned });
    if (!isUnanswered(known, startedAt, level) || known?.alert === undefined) return [];
    const { alert } = known;
    const due = nextLevel(this.around.channels, alert, incidentOf(known));
    // the time to acknowledge has begun again since this timer was made
    if (due?.level === level && due.at > this.around.now() + CLOCKS_DIFFER_MS) {
      await this.response.escalateAt(subject, startedAt, level, due.at);
      return [];
    }
    const open = await this.#withoutEnded([known, ...(await this.#besides(alert))]);
    if (!open.includes(known)) return [];
    if (open.some((each) => isAtWork(each, alert, level))) {
      const pause = answerTime(alert.severity);
      const again = startedAt + (Math.round((this.around.now() - startedAt) / pause) + 1) * pause;
      await this.response.escalateAt(subject, startedAt, level, again);
      return [];
    }
    const changed = await handle(this.#incidents, { subject, startedAt }, (handled, now) =>
      isUnanswered(now, startedAt, level) ? this.#escalated(handled, level) : undefined,
    );
    if (!isUnanswered(changed, startedAt, level)) return [];
    const { reopened } = incidentOf(changed as IncidentRecord);
    return this.#noted(changed as IncidentRecord, `${level}`, {
      kind: 'escalated',
      badge: `L${level}`,
      at: this.around.now(),
      says: `Not acknowledged for ${durationInWords(this.around.now() - (reopened?.at ?? startedAt))}`,
      facts: [],
    });
  }

  #escalated(handled: Handling, level: number): Handling {
    // by an earlier delivery of the timer
    if (handled.level === level) return handled;
    const event = { kind: 'escalated', at: this.around.now(), level } as const;
    return { ...handled, level, events: withEvent(handled.events, event) };
  }

  async #open(): Promise<IncidentRecord[]> {
    return (await this.around.aws.openIncidents()).flatMap((item) => recordIn(item) ?? []);
  }

  /** The other incidents of its component. */
  async #besides({ subject, component, environment }: Alert): Promise<IncidentRecord[]> {
    if (component === undefined) return [];
    return (await this.#open()).filter(
      ({ alert: other }) =>
        other !== undefined &&
        other.subject !== subject &&
        other.component === component &&
        other.environment === environment,
    );
  }

  /** The incidents that are open. For one that has ended, a recovery is sent soon, unless the alarm's own message comes first. */
  async #withoutEnded(open: readonly IncidentRecord[]): Promise<readonly IncidentRecord[]> {
    const { aws, now, log } = this.around;
    try {
      const ends = await endsOf(open, aws, { account: this.around.account, now: now() });
      for (const alert of ends.values()) {
        await this.response.ring(
          `${alert.subject}.ended.${alert.changedAt}`,
          now(),
          written({ vigil: 'ended', alert }),
        );
      }
      return open.filter(({ alert }) => alert === undefined || !ends.has(alert.subject));
    } catch (problem) {
      // better one notification too many
      log('warn', 'The states of alarms could not be read', { problem: reasonOf(problem) });
      return open;
    }
  }

  async #ended(alert: Alert): Promise<Notification[]> {
    return isEndOf(alert, await this.#incidents.find(alert.subject)) ? [{ alert }] : [];
  }

  /** The alarm has calmed down: its last change stands for all that were not sent. */
  async #calmed(alert: Alert): Promise<Notification[]> {
    const known = await this.#incidents.find(alert.subject);
    const newest = known && newestOf(known.timeline);
    if (known === undefined || newest?.at !== alert.changedAt || newest.state !== alert.state) return [];
    return [{ alert, incident: await this.response.describe(alert, incidentOf(known)) }];
  }

  /**
   * Ends the incidents that ended without a message, and sees to it that everybody knows of acknowledgements and releases, that the
   * former expire, and that the latter are escalated: whatever failed when they were made.
   */
  async #check(): Promise<Notification[]> {
    const open = await this.#withoutEnded(await this.#open());
    const notes = open.map((known) => {
      const { startedAt, assigned, reopened } = incidentOf(known);
      if (known.alert === undefined || startedAt === undefined) return [];
      const about = { subject: known.alert.subject, startedAt };
      if (assigned !== undefined) return this.#acknowledgements.announced(known, { ...about, ...assigned });
      const { by, at } = reopened ?? {};
      return by === undefined || at === undefined ? [] : this.#acknowledgements.released(known, { ...about, by, at });
    });
    return (await Promise.all(notes)).flat();
  }

  async #update({ subject, startedAt, by, at, cause, action, eta, next }: Said & Update): Promise<Notification[]> {
    const changed = await handle(this.#incidents, { subject, startedAt }, ({ assigned, ...handled }, { alert }) => ({
      ...handled,
      // whoever reports is at work
      ...(assigned && { assigned: alert === undefined ? assigned : this.#renewed(assigned, alert, at) }),
      found: { ...handled.found, ...(cause && { cause }), ...(action && { action }) },
      events: withEvent(handled.events, { kind: 'updated', at, by, cause, action, eta, next }),
    }));
    if (changed?.alert === undefined) return [];
    const { found } = incidentOf(changed);
    return this.#noted(changed, `${at} ${by}`, {
      kind: 'updated',
      badge: 'UPDATE',
      at,
      says: `Update by ${by}`,
      facts: [
        ['Root cause', found?.cause ?? 'not known yet'],
        ['Action', found?.action ?? 'not known yet'],
        ['ETA', eta ?? 'not known yet'],
        ['Next update', next ?? `by ${clock(at + answerTime(changed.alert.severity))}`],
      ],
    });
  }

  #renewed(assigned: Assignment, alert: Alert, at: number): Assignment {
    const until = heldUntil(at, alert, this.around.acknowledgedMinutes);
    return { ...assigned, until: Math.max(until, assigned.until) };
  }

  /** A message about an incident, sent once for each id. */
  async #noted(known: IncidentRecord, id: string, note: Note): Promise<Notification[]> {
    const { alert } = known;
    if (alert === undefined) return [];
    const incident = incidentOf(known);
    const about = { ...alert, id: idOfNote(note.kind, alert.subject, incident.startedAt, id), note };
    return [{ alert: about, incident: await this.response.describe(about, incident) }];
  }
}

/** Another incident, at least as urgent, that is acknowledged or of which the level was notified. */
function isAtWork(known: IncidentRecord, { subject, severity }: Alert, level: number): boolean {
  const other = known.alert;
  if (other === undefined || other.subject === subject) return false;
  const incident = incidentOf(known);
  const isKnown = incident.assigned !== undefined || (incident.level ?? 1) >= level;
  return isKnown && SEVERITIES.indexOf(other.severity) <= SEVERITIES.indexOf(severity);
}

/** Open since then, not acknowledged, and no higher level was notified. */
function isUnanswered(known: IncidentRecord | undefined, startedAt: number, level: number): boolean {
  if (known === undefined) return false;
  const incident = incidentOf(known);
  return (
    incident.isOpen === true &&
    incident.startedAt === startedAt &&
    incident.assigned === undefined &&
    (incident.level ?? 1) <= level
  );
}
