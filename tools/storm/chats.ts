import type { Answer, Fetch } from '../../lambda/shared/http/post';
import type { VirtualTime } from './virtual-time';

/** How many messages a chat takes. */
interface Limit {
  readonly messages: number;
  readonly perMs: number;
}

/** Chats and services for on-call that take as many messages as they document, and answer all others with 429. */
export class Chats {
  /** By host. */
  public readonly requests: Record<string, number> = {};
  public shown = 0;
  public refused = 0;
  readonly #taken = new Map<string, number[]>();

  public constructor(
    private readonly time: VirtualTime,
    private readonly random: () => number,
    private readonly limits: Readonly<Record<string, Limit>>,
  ) {}

  public readonly fetch: Fetch = async (url) => {
    const { hostname } = new URL(url);
    const count = (this.requests[hostname] ?? 0) + 1;
    this.requests[hostname] = count;
    await this.time.sleep(40 + this.random() * 60);
    const retryAfterMs = this.#full(hostname);
    if (retryAfterMs !== undefined) {
      this.refused += 1;
      return answer(429, 'rate_limited', { 'retry-after': `${Math.ceil(retryAfterMs / 1000)}` });
    }
    this.shown += 1;
    const accepted = ACCEPTED[hostname];
    if (accepted !== undefined) return answer(202, accepted);
    if (hostname === 'slack.test') return answer(200, JSON.stringify({ ok: true, ts: `${count}.0001` }));
    return hostname === 'discord.test' ? answer(204, '') : answer(200, 'ok');
  };

  /** How long it takes no more. */
  #full(hostname: string): number | undefined {
    const limit = this.limits[hostname];
    if (limit === undefined) return undefined;
    const since = this.time.now - limit.perMs;
    const lately = (this.#taken.get(hostname) ?? []).filter((at) => at > since);
    this.#taken.set(hostname, lately);
    if (lately.length >= limit.messages) return (lately[0] as number) - since;
    lately.push(this.time.now);
    return undefined;
  }
}

/** How services that take a message now and show it later answer. */
const ACCEPTED: Readonly<Record<string, string>> = {
  'teams.test': '',
  'pagerduty.test': '{"status":"success","message":"Event processed","dedup_key":"x"}',
  'opsgenie.test': '{"result":"Request will be processed","took":0.1,"requestId":"x"}',
};

const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  ok: status < 300,
  status,
  headers: { get: (name) => headers[name] ?? null },
  text: async () => text,
});
