import type { Update } from '../../../lib/contracts/incident-update';
import type { Assignment } from '../../shared/alerts/alert';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import type { Target } from '../../shared/incidents/acknowledge-link';
import { type Command, written } from '../../shared/incidents/command';
import { acknowledge, release } from '../../shared/incidents/handling';
import { type IncidentStore, incidentOf } from '../../shared/incidents/incident-store';

export interface IncidentApiSettings {
  /** The secret that signs the links. */
  readonly key: string;
  /** The queue of the function that sends what people say. */
  readonly commandsUrl: string;
  /** How long an acknowledgement holds; undefined: as the severity says. */
  readonly acknowledgedMinutes?: number;
}

export interface Dependencies {
  readonly aws: Pick<IncidentAws, 'getItem' | 'putItem' | 'secret' | 'sendMessage' | 'openIncidents' | 'itemsOf'>;
  readonly now: () => number;
  readonly log: (level: 'info' | 'error', message: string, fields: object) => void;
}

/** Who says it, and from where, as far as that is known. */
export interface Who {
  readonly by: string;
  /** For the log only. */
  readonly from: object;
}

/** Records in the table what people do about an incident, once, and has everybody notified of it. */
export class IncidentActions {
  public constructor(
    private readonly incidents: IncidentStore,
    private readonly settings: Pick<IncidentApiSettings, 'commandsUrl' | 'acknowledgedMinutes'>,
    private readonly around: Pick<Dependencies, 'aws' | 'now' | 'log'>,
  ) {}

  /** Of all who acknowledge an incident, one has it. Whoever does so again under the same name has it notified again. */
  public async acknowledge(
    target: Target,
    who: Who,
  ): Promise<'ended' | { readonly assigned: Assignment; readonly isOwn: boolean }> {
    const { by } = who;
    const asked = { by, at: this.around.now(), minutes: this.settings.acknowledgedMinutes };
    const known = await acknowledge(this.incidents, target, asked);
    const { isOpen, assigned } = known === undefined ? {} : incidentOf(known);
    if (!isOpen || assigned === undefined) return 'ended';
    const isOwn = assigned.by === by;
    const what = isOwn ? 'Acknowledged' : 'Acknowledged by somebody else already';
    this.#log(what, who, target, { alarm: known?.alert?.name, assigned });
    if (isOwn) await this.#say({ vigil: 'acknowledge', ...target, by, at: assigned.at });
    return { assigned, isOwn };
  }

  /** @param of when it was acknowledged: if somebody else has it meanwhile, that is returned; undefined: whoever has it */
  public async release(
    target: Target,
    who: Who,
    of?: number,
  ): Promise<'ended' | 'released' | 'nobody has it' | Assignment> {
    const { by } = who;
    const known = await release(this.incidents, target, { by, at: this.around.now(), of });
    const { isOpen, assigned, reopened } = known === undefined ? {} : incidentOf(known);
    if (!isOpen) return 'ended';
    if (assigned !== undefined) return assigned;
    if (reopened?.by !== by) return 'nobody has it';
    this.#log('Released', who, target, { alarm: known?.alert?.name, was: reopened.of });
    await this.#say({ vigil: 'release', ...target, by, at: reopened.at });
    return 'released';
  }

  public async update(target: Target, who: Who, words: Update): Promise<void> {
    this.#log('Updated', who, target, {});
    await this.#say({ vigil: 'update', ...target, by: who.by, at: this.around.now(), ...words });
  }

  /** Who did what, when and from where. */
  #log(what: string, { by, from }: Who, { subject: incident, startedAt }: Target, fields: object): void {
    const since = new Date(startedAt).toISOString();
    this.around.log('info', what, {
      incident,
      since,
      by,
      ...from,
      at: new Date(this.around.now()).toISOString(),
      ...fields,
    });
  }

  #say(command: Command): Promise<void> {
    return this.around.aws.sendMessage(this.settings.commandsUrl, written(command), {});
  }
}
