import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { Answer, Asked } from '../../../lib/contracts/incident-api';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import { type Target, targetIn } from '../../shared/incidents/acknowledge-link';
import { type Command, written } from '../../shared/incidents/command';
import { IncidentStore, incidentOf } from '../../shared/incidents/incident-store';
import { cut, oneLine } from '../../shared/rendering/words';
import { Secrets } from '../../shared/secrets';
import { answerTo } from './command-line';
import { LONGEST_NAME, message, type PageResponse, question, taken } from './page';

export interface IncidentApiSettings {
  /** The secret that signs the links. */
  readonly key: string;
  /** The queue of the notifier, which sends acknowledgements and updates to the channels. */
  readonly commandsUrl: string;
}

interface Dependencies {
  readonly aws: Pick<IncidentAws, 'getItem' | 'putItem' | 'secret' | 'sendMessage' | 'openIncidents'>;
  readonly now: () => number;
  readonly log: (level: 'info' | 'error', message: string, fields: object) => void;
}

/** As much of a request as is read. */
export type WebRequest = Pick<LambdaFunctionURLEvent, 'rawQueryString' | 'body' | 'isBase64Encoded'> & {
  readonly requestContext: { readonly http: { readonly method: string } };
};

const LONGEST_BODY = 2000;

/** Receives acknowledgements and updates: from the page behind the link of a message, and from the command line. */
export class IncidentApi {
  readonly #incidents: IncidentStore;
  readonly #secrets: Secrets;

  public constructor(
    private readonly settings: IncidentApiSettings,
    private readonly around: Dependencies,
  ) {
    this.#incidents = new IncidentStore(around.aws, around.now);
    this.#secrets = new Secrets(around.aws, around.now);
  }

  /** What arrives by the public address has the form of a request, whatever its sender writes; the rest is the command line. */
  public async handle(event: WebRequest | Asked): Promise<PageResponse | Answer> {
    if (!('requestContext' in event)) {
      return answerTo(event, { ...this.around, say: (command) => this.#say(command) });
    }
    try {
      return await this.#page(event);
    } catch (failure) {
      this.around.log('error', 'The page could not be shown', { reason: `${failure}` });
      return message(503, 'An error occurred', 'Try again in a moment, or run vigil ack on the command line.');
    }
  }

  async #page({ requestContext, rawQueryString, body, isBase64Encoded }: WebRequest): Promise<PageResponse> {
    const { method } = requestContext.http;
    if (!['GET', 'HEAD', 'POST'].includes(method))
      return message(405, 'Method not allowed', 'This page accepts GET, HEAD and POST.');
    const key = await this.#secrets.text(this.settings.key, 'key');
    const target = targetIn(new URLSearchParams(rawQueryString), key, this.around.now());
    if (target === 'forged')
      return message(403, 'The link is not valid', 'Open the link exactly as it is in the message.');
    if (target === 'expired') return message(410, 'The link has expired', 'Run vigil ack on the command line.');
    const known = await this.#incidents.find(target.subject);
    const incident = known && incidentOf(known);
    if (known?.alert === undefined || incident?.startedAt !== target.startedAt || !incident.isOpen) {
      return message(200, 'The incident has ended', 'There is nothing to acknowledge.');
    }
    if (incident.assigned !== undefined) return taken(incident.assigned);
    if (method !== 'POST') return question(known.alert, target.startedAt);
    const form = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
    return this.#take(target, new URLSearchParams(form.slice(0, LONGEST_BODY)).get('by') ?? '', (fault) =>
      question(known.alert as NonNullable<typeof known.alert>, target.startedAt, fault),
    );
  }

  async #take(target: Target, name: string, again: (fault: string) => PageResponse): Promise<PageResponse> {
    const by = cut(oneLine(name), LONGEST_NAME);
    if (by === '') return again('Write your name: the channels show who has acknowledged the incident.');
    await this.#say({ vigil: 'acknowledge', ...target, by, at: this.around.now() });
    return message(200, 'Acknowledged', `Thank you, ${by}. The channels show it in a moment.`);
  }

  async #say(command: Command): Promise<void> {
    await this.around.aws.sendMessage(this.settings.commandsUrl, written(command), {});
    this.around.log('info', 'Said', { command: command.vigil });
  }
}
