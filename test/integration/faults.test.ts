import type { ChildProcess } from 'node:child_process';
import type { ChatFault } from '../lambda/support/loopback-server';
import { change, OK } from '../lambda/support/payloads/payload';
import { Gate, type Passage } from './gate';
import { arnOf, Shop } from './shop';

// Real processes, real queues: what a function does that a fault hits, or that is ended, and what the next one makes of it.

jest.setTimeout(600_000);
const SEVERITIES = ['P0', 'P1', 'P2'];
const TOPIC = 'Shop-Vigil-P1';
let shop: Shop;
/** What each address of the chat answers first. */
const faults = new Map<string, ChatFault[]>();

beforeAll(async () => {
  shop = await Shop.open();
  await shop.secret('bot', 'xoxb-secret-token');
  shop.chat.fault = (path) => faults.get(path)?.shift();
});
afterAll(() => shop.close());

/** One alarm's way, with queues, a hook and a bot's channel of its own. */
class Way {
  /** What passes on the way to AWS and to the chat. */
  public decide: (action: string) => Passage = () => 'pass';
  readonly #gates: Gate[] = [];
  #child: ChildProcess | undefined;

  private constructor(
    private readonly name: string,
    private readonly kinds: readonly string[],
  ) {}

  /** @param hook the address of the hook, if it is none of the chat's; null: its secret is missing */
  public static async build(name: string, kinds: readonly string[], hook?: string | null): Promise<Way> {
    const way = new Way(name, kinds);
    for (const queue of [name, `${name}-dead-letters`]) await shop.queue(queue);
    await shop.queue(`${name}-subscriber`);
    await shop.topic(`${name}-${TOPIC}`, name);
    await shop.topic(`${name}-alerts`, `${name}-subscriber`);
    // AWS's waits take no time here
    const hasten = (action: string) => (action === 'ChangeMessageVisibility' ? 'done' : way.decide(action));
    for (const target of [shop.cloud.endpoint, shop.chat.url]) {
      way.#gates.push(await Gate.open(target, hasten, () => way.#child?.kill('SIGKILL')));
    }
    if (hook !== null) await shop.secret(`${name}-hook`, hook ?? `${way.#gates[1]?.url}/services/${name}`);
    return way;
  }

  public async close(): Promise<void> {
    await Promise.all(this.#gates.map((gate) => gate.close()));
  }

  public async publish(state: 'ALARM' | 'OK', minutes = 0): Promise<void> {
    const StateChangeTime = new Date(Date.parse('2026-08-23T04:15:00Z') + minutes * 60_000).toISOString();
    const fields = { ...(state === 'OK' ? OK : {}), StateChangeTime: StateChangeTime.replace('Z', '+0000') };
    await shop.publish(`${this.name}-${TOPIC}`, JSON.stringify(change(`Shop/${this.name}/QueueStuck`, fields)));
  }

  /**
   * Takes the message from the queue, as Lambda does, until it is sent.
   *
   * @param aheadMs how much later each delivery is than the one before, by the clock of the function
   */
  public async serve({ aheadMs = 0, remainingMs = 30_000, copies = 1 } = {}): Promise<void> {
    for (let deliveries = 0; deliveries < 12; deliveries++) {
      const message = await shop.next(this.name, 1, 11);
      if (message === undefined) throw new Error('The message is lost.');
      const surroundings = {
        queue: this.name,
        channels: this.#channels,
        endpoint: this.#gates[0]?.url,
        slackApi: this.#gates[1]?.url,
        remainingMs,
        aheadMs: deliveries * aheadMs,
        onStart: (child: ChildProcess) => {
          this.#child = child;
        },
      };
      const all = await Promise.all(Array.from({ length: copies }, () => shop.invoke([message], surroundings)));
      const isTold = all.every((each) => each?.results[0]?.batchItemFailures.length === 0);
      if (isTold) return shop.delete(this.name, message);
    }
    throw new Error('The message never left the queue.');
  }

  get #channels() {
    const all: Record<string, object> = {
      hook: { id: 'hook', kind: 'slack', secret: `${this.name}-hook`, severities: SEVERITIES },
      bot: { id: 'bot', kind: 'slackBot', secret: 'bot', channel: this.name, severities: SEVERITIES },
      alerts: {
        id: 'alerts',
        kind: 'alertsTopic',
        topicArn: arnOf('sns', `${this.name}-alerts`),
        severities: SEVERITIES,
      },
    };
    return this.kinds.flatMap((kind) => all[kind] ?? []);
  }

  /** How often each channel has shown it. */
  public async shown(): Promise<Record<string, number>> {
    let heard = 0;
    if (this.kinds.includes('alerts')) {
      for (let message = await this.#heard(); message !== undefined; message = await this.#heard()) heard += 1;
    }
    const counts: Record<string, number> = {
      hook: shop.chat.shown.get(`/services/${this.name}`)?.length ?? 0,
      bot: this.posts.length,
      alerts: heard,
    };
    return Object.fromEntries(this.kinds.map((kind) => [kind, counts[kind] as number]));
  }

  #heard() {
    return shop.next(`${this.name}-subscriber`, 60, 0);
  }

  public get posts() {
    return shop.chat.posts.filter(({ message }) => message.channel === this.name);
  }

  /** Why it could not be told, by channel. */
  public async deadLetters(): Promise<string[]> {
    const letters: string[] = [];
    for (;;) {
      const message = await shop.next(`${this.name}-dead-letters`, 60, 0);
      if (message === undefined) return letters;
      const { vigilChannel, vigilReason } = message.MessageAttributes ?? {};
      letters.push(`${vigilChannel?.StringValue}: ${vigilReason?.StringValue}`);
    }
  }
}

const ALL = ['hook', 'bot', 'alerts'];
const ONCE = { hook: 1, bot: 1, alerts: 1 };
let ways = 0;
/**
 * Less than the function has in a cloud, so that it gives up a delivery after five seconds. Its waits are two of them: the last attempt
 * has time enough on a busy machine.
 */
const REMAINING_MS = 13_000;

/** A way, and what became of its alarm when it was served. */
async function along(
  { kinds = ALL, hook, faulty = [] }: { kinds?: readonly string[]; hook?: string | null; faulty?: ChatFault[] },
  serve: (way: Way) => Promise<void>,
) {
  const name = `way${++ways}`;
  const way = await Way.build(name, kinds, hook);
  faults.set(`/services/${name}`, faulty);
  try {
    await serve(way);
    return { shown: await way.shown(), deadLetters: await way.deadLetters(), posts: way.posts };
  } finally {
    await way.close();
  }
}

const alarm = async (way: Way) => {
  await way.publish('ALARM');
  await way.serve();
};

describe('what passes: each channel shows it once', () => {
  test.each<[string, ChatFault[]]>([
    ['429 with Retry-After', [{ status: 429, headers: { 'retry-after': '1' } }]],
    ['500, and again', Array(5).fill({ status: 500 })],
    ['a hang', ['hang']],
    ['a reset', ['reset']],
  ])('%s', async (_, faulty) => {
    const { shown, deadLetters } = await along({ kinds: ['bot', 'alerts', 'hook'], faulty }, alarm);

    expect({
      shown: { ...shown, hook: undefined },
      deadLetters: deadLetters.filter((each) => !isInDoubt(each)),
    }).toEqual({
      shown: { bot: 1, alerts: 1 },
      deadLetters: [],
    });
    expect((shown['hook'] as number) + deadLetters.length).toBe(1);
  });

  test('a table that is throttled', async () => {
    let refused = 0;
    const { shown, deadLetters } = await along({}, async (way) => {
      way.decide = (action) => (/^(Put|Get)Item$/.test(action) && refused++ < 12 ? 'throttle' : 'pass');
      await alarm(way);
    });

    expect({ shown, deadLetters }).toEqual({ shown: ONCE, deadLetters: [] });
    expect(refused).toBeGreaterThan(12);
  });

  test('two functions that get it at once', async () => {
    const { shown, deadLetters } = await along({}, async (way) => {
      await way.publish('ALARM');
      await way.serve({ copies: 3 });
    });

    expect({ shown, deadLetters }).toEqual({ shown: ONCE, deadLetters: [] });
  });

  test('a recovery that comes before its alarm: both are sent, and it is over', async () => {
    const { shown, posts } = await along({}, async (way) => {
      await way.publish('OK', 10);
      await way.serve();
      await alarm(way);
    });

    expect(shown).toEqual({ hook: 2, bot: 2, alerts: 2 });
    expect(posts[0]?.message.attachments[0].color).toBe('#2e7d32');
  });
});

describe('what stays: a dead letter says why, and the others show it', () => {
  test.each<[string, string | null | undefined, ChatFault[], RegExp]>([
    ['404', undefined, Array(9).fill({ status: 404, body: 'no_service' }), /HTTP 404 no_service/],
    ['500', undefined, Array(99).fill({ status: 500 }), /HTTP 500/],
    ['no such host', 'https://no-such-host.invalid/x', [], /ENOTFOUND|EAI_AGAIN|no answer in time/],
    ['no TLS', 'https://127.0.0.1:9/x', [], /ECONNREFUSED|EPROTO|SSL/],
    ['a secret that is missing', null, [], /ResourceNotFoundException/],
  ])('%s', async (_, hook, faulty, reason) => {
    const { shown, deadLetters } = await along({ hook, faulty }, async (way) => {
      await way.publish('ALARM');
      await way.serve({ remainingMs: REMAINING_MS });
    });

    expect(shown).toEqual({ ...ONCE, hook: 0 });
    expect(deadLetters).toEqual([expect.stringMatching(new RegExp(`^hook: .*(${reason.source})`))]);
  });
});

/** A request whose end nobody can know: a person is told so. */
const isInDoubt = (letter: string) => /may have been shown already/.test(letter);
/** Of a function that may take its time, because nobody waits for its end. */
const UNHURRIED_MS = 20_000;
/** Longer than its claim, if it is gone: the clock of the next one is so far ahead. */
const CLAIM_MS = UNHURRIED_MS + 7000;
/** Each is a process of its own: more of them on a small machine leave one another too little time for an answer. */
const AT_ONCE = 6;

test.each(['endBefore', 'endAfter'] as const)(
  'a function that is killed (%s) at each of its calls: not lost, not twice',
  async (when) => {
    let made = 0;
    await along({}, async (way) => {
      way.decide = () => {
        made++;
        return 'pass';
      };
      await alarm(way);
    });
    const killedAt = async (index: number) => {
      let calls = 0;
      const outcome = await along({}, async (way) => {
        way.decide = () => (calls++ === index ? when : 'pass');
        await way.publish('ALARM');
        await way.serve({ aheadMs: CLAIM_MS, remainingMs: UNHURRIED_MS });
      });
      return { ...outcome, call: index + 1 };
    };
    const outcomes: Awaited<ReturnType<typeof killedAt>>[] = [];
    for (let from = 0; from < made; from += AT_ONCE) {
      const indexes = Array.from({ length: Math.min(AT_ONCE, made - from) }, (_, offset) => from + offset);
      outcomes.push(...(await Promise.all(indexes.map(killedAt))));
    }

    expect(made).toBeGreaterThan(12);
    for (const { call, shown, deadLetters } of outcomes) {
      const letters = (channel: string) => deadLetters.filter((each) => each.startsWith(`${channel}: `)).length;
      expect({ call, bot: shown['bot'], others: deadLetters.filter((each) => !isInDoubt(each)) }).toEqual({
        call,
        bot: 1,
        others: [],
      });
      for (const channel of ['hook', 'alerts']) {
        const times = shown[channel] as number;
        // e-mail and SMS of P1 rather come twice than never
        const most = channel === 'alerts' ? 2 : 1;
        const isRight = times <= most && times + letters(channel) >= 1;
        expect({ call, channel, times, letters: letters(channel), isRight }).toMatchObject({ isRight: true });
      }
    }
  },
);
