import type { Assignment, Note } from '../../shared/alerts/alert';
import type { Notification } from '../../shared/delivery/incident-tracker';
import { type Command, type Said, written } from '../../shared/incidents/command';
import { handle, reopened } from '../../shared/incidents/handling';
import { type IncidentRecord, type IncidentStore, incidentOf } from '../../shared/incidents/incident-store';
import { durationInWords, timeInWords } from '../../shared/rendering/times';

/** What acknowledgements need of the function that notifies of them. */
interface Work {
  readonly now: () => number;
  /** Sends a command at a time, or soon if that is over. */
  ring(name: string, at: number, body: string): Promise<void>;
  /** Those that have not ended without a message. */
  withoutEnded(open: readonly IncidentRecord[]): Promise<readonly IncidentRecord[]>;
  noted(known: IncidentRecord, id: string, note: Note): Promise<Notification[]>;
}

/** Who has an incident, and when nobody has it any more. The incident API has recorded who; here everybody is notified of it. */
export class Acknowledgements {
  public constructor(
    private readonly incidents: IncidentStore,
    private readonly work: Work,
  ) {}

  /** Who has it, for everybody who was notified: as often as this is asked for, it is sent once. */
  public async announced(
    known: IncidentRecord | undefined,
    { subject, startedAt, by, at }: Said,
  ): Promise<Notification[]> {
    const incident = known && incidentOf(known);
    const { assigned } = incident ?? {};
    if (!incident?.isOpen || incident.startedAt !== startedAt || assigned?.by !== by || assigned.at !== at) return [];
    await this.#expireAt({ subject, startedAt, by, at }, assigned.until);
    return this.work.noted(known as IncidentRecord, `${at} ${by}`, {
      kind: 'acknowledged',
      badge: 'ACK',
      at,
      says: `Acknowledged by ${by}`,
      facts: [
        ['Assigned', `${by}, until ${timeInWords(assigned.until)}`],
        ['Status', `acknowledged after ${durationInWords(at - startedAt)}`],
      ],
    });
  }

  #expireAt(acknowledgement: Said, until: number): Promise<void> {
    const { subject } = acknowledgement;
    return this.work.ring(`${subject}.expire.${until}`, until, written({ vigil: 'expire', ...acknowledgement }));
  }

  /** Whoever has it has not said for long that they still do. */
  public async expire({ vigil: _, ...said }: Extract<Command, { vigil: 'expire' }>): Promise<Notification[]> {
    const { subject, by, at } = said;
    const { now } = this.work;
    const known = await this.incidents.find(subject);
    const assigned = known && incidentOf(known).assigned;
    const isMeant = (other: Assignment | undefined) => other?.at === at && other.by === by;
    if (known !== undefined && isMeant(assigned)) {
      if ((assigned as Assignment).until > now()) {
        await this.#expireAt(said, (assigned as Assignment).until);
        return [];
      }
      if (!(await this.work.withoutEnded([known])).includes(known)) return [];
    }
    const changed = await handle(this.incidents, said, (handled, record) =>
      incidentOf(record).isOpen && isMeant(handled.assigned) && (handled.assigned as Assignment).until <= now()
        ? reopened(handled, now())
        : undefined,
    );
    const { isOpen, assigned: newer, reopened: over } = changed === undefined ? {} : incidentOf(changed);
    // where somebody has acknowledged it meanwhile, that is the news
    if (changed === undefined || !isOpen || newer !== undefined) return [];
    if (over === undefined || over.by !== undefined || !isMeant(over.of)) return [];
    return this.work.noted(changed, `${at} ${by}`, {
      kind: 'expired',
      badge: 'OPEN',
      at: over.at,
      says: `Acknowledgement by ${by} has expired`,
      facts: [],
    });
  }

  /** That nobody has it, for everybody who was notified: sent once, as above. */
  public async released(known: IncidentRecord | undefined, { startedAt, by, at }: Said): Promise<Notification[]> {
    const incident = known && incidentOf(known);
    const { reopened: over, assigned } = incident ?? {};
    const isCurrent = incident?.isOpen === true && incident.startedAt === startedAt && assigned === undefined;
    if (known === undefined || !isCurrent || over?.by !== by || over.at !== at) return [];
    return this.work.noted(known, `${at} ${by}`, {
      kind: 'released',
      badge: 'OPEN',
      at,
      says: `Released by ${by}`,
      facts: [],
    });
  }
}
