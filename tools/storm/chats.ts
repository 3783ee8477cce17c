import type { Answer, Fetch } from '../../lambda/shared/http/post';
import type { VirtualTime } from './virtual-time';

/** How many messages a chat takes. */
interface Limit {
  readonly messages: number;
  readonly perMs: number;
}

/** Chats that take as many messages as they document, and answer all others with 429. */
export class Chats {
  public requests = 0;
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
    this.requests += 1;
    await this.time.sleep(40 + this.random() * 60);
    const retryAfterMs = this.#full(hostname);
    if (retryAfterMs !== undefined) {
      this.refused += 1;
      return answer(429, 'rate_limited', { 'retry-after': `${Math.ceil(retryAfterMs / 1000)}` });
    }
    this.shown += 1;
    if (hostname === 'slack.test') return answer(200, JSON.stringify({ ok: true, ts: `${this.requests}.0001` }));
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

const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  ok: status < 300,
  status,
  headers: { get: (name) => headers[name] ?? null },
  text: async () => text,
});
