import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { type Answer, type Asked, LONGEST_NAME } from '../../../lib/contracts/incident-api';
import type { Assignment } from '../../shared/alerts/alert';
import { reasonOf } from '../../shared/failure';
import { type Target, targetIn } from '../../shared/incidents/acknowledge-link';
import { isHeld } from '../../shared/incidents/handling';
import { IncidentStore, incidentOf } from '../../shared/incidents/incident-store';
import { cut, oneLine } from '../../shared/rendering/words';
import { Secrets } from '../../shared/secrets';
import { answerTo } from './command-line';
import { type Dependencies, IncidentActions, type IncidentApiSettings } from './incident-actions';
import { acknowledged, message, type PageResponse, question, released, taken } from './page';

/** As much of a request as is read. */
export type WebRequest = Pick<LambdaFunctionURLEvent, 'rawQueryString' | 'body' | 'isBase64Encoded'> & {
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string; readonly userAgent?: string };
  };
};

const LONGEST_BODY = 2000;
const LONGEST_AGENT = 200;
/** Whoever sends wrong signatures does not have the key read more often than this. */
const KEY_READ_AGAIN_MS = 10_000;

/** Receives acknowledgements and updates: from the page behind the link of a message, and from the command line. */
export class IncidentApi {
  readonly #incidents: IncidentStore;
  readonly #secrets: Secrets;
  readonly #actions: IncidentActions;
  #keyReadAgainAt = Number.NEGATIVE_INFINITY;

  public constructor(
    private readonly settings: IncidentApiSettings,
    private readonly around: Dependencies,
  ) {
    this.#incidents = new IncidentStore(around.aws, around.now);
    this.#secrets = new Secrets(around.aws, around.now);
    this.#actions = new IncidentActions(this.#incidents, settings, around);
  }

  /** What arrives by the public address has the form of a request, whatever its sender writes; the rest is the command line. */
  public async handle(event: WebRequest | Asked): Promise<PageResponse | Answer> {
    if (!('requestContext' in event)) return answerTo(event, this.around.aws, this.#actions, this.around.now());
    try {
      return await this.#page(event);
    } catch (failure) {
      this.around.log('error', 'The page could not be shown', { reason: reasonOf(failure) });
      return message(503, 'An error occurred', 'Try again in a moment, or run vigil ack on the command line.');
    }
  }

  async #page(request: WebRequest): Promise<PageResponse> {
    const { method } = request.requestContext.http;
    if (!['GET', 'HEAD', 'POST'].includes(method))
      return message(405, 'Method not allowed', 'This page accepts GET, HEAD and POST.');
    const target = await this.#target(new URLSearchParams(request.rawQueryString));
    if (target === 'forged')
      return message(403, 'The link is not valid', 'Open the link exactly as it is in the message.');
    if (target === 'expired') return message(410, 'The link has expired', 'Run vigil ack on the command line.');
    return method === 'POST' ? this.#answer(target, request) : this.#show(target);
  }

  /** A signature that does not fit may be of a key that is newer than the one that was kept. */
  async #target(query: URLSearchParams): Promise<Target | 'forged' | 'expired'> {
    const { key } = this.settings;
    const now = this.around.now();
    const target = targetIn(query, await this.#secrets.text(key, 'key'), now);
    if (target !== 'forged' || now < this.#keyReadAgainAt + KEY_READ_AGAIN_MS) return target;
    this.#keyReadAgainAt = now;
    this.#secrets.forget(key);
    return targetIn(query, await this.#secrets.text(key, 'key'), now);
  }

  async #show(target: Target, mistake?: string): Promise<PageResponse> {
    const known = await this.#incidents.find(target.subject);
    const incident = known && incidentOf(known);
    if (known?.alert === undefined || incident?.startedAt !== target.startedAt || !incident.isOpen) return ENDED;
    const { assigned } = incident;
    return assigned !== undefined && isHeld(assigned, this.around.now())
      ? taken(assigned, mistake)
      : question(known.alert, target.startedAt, mistake);
  }

  async #answer(target: Target, { requestContext, body, isBase64Encoded }: WebRequest): Promise<PageResponse> {
    const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
    const form = new URLSearchParams(text.slice(0, LONGEST_BODY));
    const by = cut(oneLine(form.get('by') ?? ''), LONGEST_NAME);
    if (by === '') return this.#show(target, 'Write your name: the channels show it.');
    const { sourceIp, userAgent = '' } = requestContext.http;
    const who = { by, from: { sourceIp, userAgent: cut(oneLine(userAgent), LONGEST_AGENT) } };
    if (form.get('action') === 'release') {
      const outcome = await this.#actions.release(target, who, Number(form.get('of')));
      if (outcome === 'released') return released(by);
      if (outcome === 'ended') return ENDED;
      return outcome === 'nobody has it'
        ? this.#show(target, 'Nobody has it: there is nothing to release.')
        : conflict(outcome);
    }
    const outcome = await this.#actions.acknowledge(target, who);
    if (outcome === 'ended') return ENDED;
    return outcome.isOwn ? acknowledged(outcome.assigned) : conflict(outcome.assigned);
  }
}

/** Somebody else has it. */
const conflict = (assigned: Assignment): PageResponse => ({ ...taken(assigned), statusCode: 409 });

const ENDED = message(200, 'The incident has ended', 'There is nothing to acknowledge.');
