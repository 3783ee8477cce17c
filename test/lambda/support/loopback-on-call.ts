import { type Headers, LoopbackReceiver } from './loopback-server';
import { cardProblems, createAlertProblems, noteProblems, pagerDutyProblems } from './on-call-schemas';

// biome-ignore lint/suspicious/noExplicitAny: payloads are what they are
type Json = any;

/** An alert of PagerDuty or Opsgenie. */
export interface OnCallAlert {
  readonly key: string;
  state: 'open' | 'acknowledged' | 'closed';
  /** What opened it. */
  readonly opened: Json;
  /** What came after it. */
  readonly later: Json[];
}

/** PagerDuty's Events API v2, Opsgenie's Alert API and the webhook of a workflow of Power Automate, with their documented limits. */
export class LoopbackOnCall extends LoopbackReceiver {
  /** In the order in which they paged. */
  public readonly pagerDuty: OnCallAlert[] = [];
  /** PagerDuty's change events, which page nobody. */
  public readonly changes: Json[] = [];
  public readonly opsgenie: OnCallAlert[] = [];
  public readonly cards: Json[] = [];
  /** What is not as the services document it. */
  public readonly problems: string[] = [];

  public static start(): Promise<LoopbackOnCall> {
    return new LoopbackOnCall().listen();
  }

  public override clear(): void {
    super.clear();
    for (const kept of [this.pagerDuty, this.changes, this.opsgenie, this.cards, this.problems]) kept.length = 0;
  }

  protected override receive(path: string, body: string, headers: Headers) {
    const [status, answer] = this.#take(path, body, headers);
    return { status, answer };
  }

  #take(path: string, body: string, headers: Headers): [status: number, answer?: Json] {
    if (headers['content-type'] !== 'application/json') return this.#refused(415, ['no JSON']);
    if (path === '/v2/enqueue' || path === '/v2/change/enqueue') return this.#enqueue(path.slice(3), body);
    if (path.startsWith('/v2/alerts')) return this.#alert(path.slice('/v2/alerts'.length), body, headers);
    if (path.startsWith('/workflows/')) return this.#card(body);
    return this.#refused(404, [`unknown: ${path}`]);
  }

  #enqueue(path: string, body: string): [number, Json?] {
    const event = JSON.parse(body);
    const problems = pagerDutyProblems(path, event);
    if (Buffer.byteLength(body) > 512 * 1024) problems.push('more than 512 KB');
    if (problems.length > 0) {
      return this.#refused(400, problems, { status: 'invalid event', message: 'Event object is invalid' });
    }
    if (path === '/change/enqueue') {
      this.changes.push(event);
      return [202, { status: 'success', message: 'Change event processed' }];
    }
    const { dedup_key: key, event_action: action } = event;
    change(
      this.pagerDuty,
      key,
      { trigger: 'open', acknowledge: 'acknowledge', resolve: 'close' }[action as string],
      event,
    );
    return [202, { status: 'success', message: 'Event processed', dedup_key: key }];
  }

  #alert(path: string, body: string, headers: Headers): [number, Json?] {
    if (headers['authorization'] !== 'GenieKey very-secret-api-key') {
      return [401, { message: 'Key format is not valid!', took: 0.001, requestId: 'r' }];
    }
    const input = JSON.parse(body);
    const accepted = {
      result: 'Request will be processed',
      took: 0.01,
      requestId: '43a29c5c-3dbf-4fa4-9c26-f4f71023e120',
    };
    const [, alias, action] = /^\/([^/?]+)\/(close|acknowledge|notes)\?identifierType=alias$/.exec(path) ?? [];
    if (path !== '' && alias === undefined) return this.#refused(404, [`unknown: ${path}`]);
    const problems = path === '' ? createAlertProblems(input) : noteProblems(input, action as string);
    if (problems.length > 0)
      return this.#refused(422, problems, { message: 'Request body is not processable', ...accepted });
    change(this.opsgenie, decodeURIComponent(alias ?? input.alias), action ?? 'open', input);
    return [202, accepted];
  }

  #card(body: string): [number, Json?] {
    const message = JSON.parse(body);
    const problems = cardProblems(message);
    // what Teams measures is the card as text in JSON
    if (Buffer.byteLength(JSON.stringify(JSON.stringify(message.attachments?.[0]?.content))) > 28 * 1024) {
      problems.push('more than 28 KB');
    }
    if (problems.length > 0) return this.#refused(400, problems);
    this.cards.push(message.attachments[0].content);
    return [202];
  }

  #refused(status: number, problems: readonly string[], answer: Json = {}): [number, Json] {
    this.problems.push(...problems);
    return [status, { ...answer, errors: problems }];
  }
}

/** As both services document it: one alert at a time has a key, and what is not open is neither acknowledged nor closed. */
function change(alerts: OnCallAlert[], key: string, action: string | undefined, input: Json): void {
  const open = alerts.find((alert) => alert.key === key && alert.state !== 'closed');
  if (open === undefined) {
    if (action === 'open') alerts.push({ key, state: 'open', opened: input, later: [] });
    return;
  }
  open.later.push(input);
  if (action === 'acknowledge') open.state = 'acknowledged';
  if (action === 'close') open.state = 'closed';
}
