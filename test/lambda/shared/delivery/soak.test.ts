import type { Dependencies } from '../../../../lambda/shared/delivery/dependencies';
import { identity, parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import type { SummaryRequest } from '../../../../lib/contracts/messages';
import { deliveriesOf, summaryOf } from '../../../../lib/contracts/notifier-table';
import { Bench, CHANNELS, MOST_DELIVERIES } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { mortal } from '../../support/mortal';
import { bySns, change, OK, trigger } from '../../support/payloads/payload';

/** 10,000 take some minutes: `npm run soak`. */
const ALERTS = Number(process.env['SOAK_ALERTS'] ?? 100);
const AT_ONCE = 16;
const HOUR_MS = 3_600_000;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const chance = (probability: number): boolean => Math.random() < probability;
const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

/** Where a request is answered so that nobody can know whether it was shown, only channels that can tell are asked. */
function chatFault(path: string): ChatFault | undefined {
  if (chance(0.03)) return { status: 404, body: 'gone' };
  if (!chance(0.2)) return undefined;
  const passing: ChatFault[] = [
    { status: 429, headers: { 'retry-after': pick(['1', '3', '90']) } },
    { status: 500 },
    { status: 503 },
    'reset',
  ];
  const canTell = path.startsWith('/api') || path.startsWith('/webhook');
  return pick(canTell ? [...passing, 'resetAfter'] : passing);
}

const awsFault = () =>
  chance(0.04)
    ? pick([
        { status: 400, type: 'ThrottlingException' },
        { status: 500, type: 'InternalServerError' },
      ])
    : undefined;

const newClock = () => ({ now: Date.parse('2026-08-23T04:15:32Z'), inFlight: 0 });

/** One message on its way through the queue, with functions that may end at any call, until it has left the queue. */
async function throughQueue(body: string, clock = newClock()): Promise<void> {
  for (let deliveries = 1; deliveries <= MOST_DELIVERIES + 5; deliveries++) {
    let waited = 0;
    const end = clock.now + 30_000;
    const now = () => clock.now + waited;
    const alive = (surroundings: Dependencies): Dependencies => ({
      ...surroundings,
      // the SDK and its servers are tested elsewhere, and take most of the time
      aws: { ...surroundings.aws, ...bench.aws.direct() },
      // a busy machine is no fault of the notifier
      fetch: (url, options) => surroundings.fetch(url, { ...options, signal: undefined }),
      now,
      sleep: async (milliseconds) => {
        waited += milliseconds;
      },
    });
    const isDoomed = chance(0.15);
    let died: Promise<undefined> = new Promise(() => {});
    bench.through = (surroundings) => {
      if (!isDoomed) return alive(surroundings);
      const doomed = mortal(alive(surroundings), {
        call: 1 + Math.floor(Math.random() * 30),
        when: pick(['before', 'after']),
      });
      died = doomed.died.then(() => undefined);
      return doomed.surroundings;
    };
    // also where incidents are followed up, which reads and writes more
    const notifier = chance(0.5) ? bench.notifier() : bench.incidents();
    clock.inFlight += 1;
    const outcome = await Promise.race([bench.deliver(notifier, body, deliveries, undefined, () => end - now()), died]);
    clock.inFlight -= 1;
    // nobody's time runs out while somebody else waits
    if (clock.inFlight === 0) clock.now += HOUR_MS;
    if (outcome?.done) return;
  }
  // as a real queue does, at last: the message itself becomes a dead letter
  bench.aws.deadLetters.push({ body, channel: '*', reason: 'the redrive of the queue' });
}

/** An alarm, perhaps its recovery, each perhaps more than once and in any order. */
async function live(index: number): Promise<string[]> {
  const name = `alarm-${index}.`;
  const fields = { Trigger: trigger('Shop', 'Failed', {}) };
  const messages = [bySns('a', change(name, fields)).body];
  if (chance(0.4)) messages.push(bySns('b', change(name, { ...fields, ...OK })).body);
  const copies = messages.flatMap((body) => Array.from({ length: chance(0.2) ? 2 : 1 }, () => body));
  const clock = newClock();
  if (chance(0.3)) copies.reverse();
  if (chance(0.2)) await Promise.all(copies.map((body) => throughQueue(body, clock)));
  else for (const body of copies) await throughQueue(body, clock);
  return messages;
}

test(`${ALERTS} alarms under random errors: each change is sent or a dead letter with its reason, and none is shown twice`, async () => {
  bench.clear();
  bench.chat.fault = chatFault;
  bench.aws.fault = awsFault;
  const messages: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < ALERTS) messages.push(...(await live(next++)));
    }),
  );

  // what was too much for a channel is asked for at the end of its half minute, perhaps by several
  const requests = [...new Set(bench.aws.queued.filter((body) => body.startsWith('{"vigil":"summary"')))];
  for (const body of requests) await throughQueue(body);
  const changes = messages.map((body) => {
    const { id, name, state } = parseMessage(body, { id: '', sentAt: 0 });
    return { id, body, key: `${name} ${state}` };
  });
  const idOf = new Map(changes.map(({ id, key }) => [key, id]));
  // hooks show names only
  const named = (message: unknown) => {
    const text = JSON.stringify(message).replaceAll('\\', '');
    if (/\d+ more (alarms?|recover|changes)/.test(text)) return `summary ${text}`;
    return idOf.get(`${/alarm-\d+\./.exec(text)?.[0]} ${/Recovered/.test(text) ? 'OK' : 'ALARM'}`) as string;
  };
  const hooked = (path: string) => bench.chat.shown.get(`${path}/very-secret-part`) ?? [];
  const ids: Record<string, string[]> = {
    hook: hooked('/services/T000/B000').map(named),
    discord: hooked('/discord').map(named),
    webhook: hooked('/webhook').map(({ id }) => id),
    bot: bench.chat.posts.map(({ message }) => message.metadata.event_payload.id),
    alerts: bench.aws.published.map(({ texts }) => JSON.parse(texts['default'] as string).id),
  };
  // a summary that was sent where this could not be recorded was sent all the same: chats show it, by its id or by what it says
  const isSent = (body: string, { channel }: SummaryRequest): boolean => {
    const id = identity(body);
    if (bench.aws.entriesOf(deliveriesOf(id))[channel]?.['state'] === 'sent') return true;
    if (bench.aws.deadLetters.some((letter) => letter.body === body)) return true;
    const all = ids[channel] ?? [];
    const asked = requests.filter((request) => JSON.parse(request).channel === channel).length;
    return all.includes(id) || all.filter((each) => each.startsWith('summary ')).length >= asked;
  };
  const inSummary = new Set(
    requests.flatMap((body) => {
      const request: SummaryRequest = JSON.parse(body);
      if (!isSent(body, request)) return [];
      return Object.keys(bench.aws.entriesOf(summaryOf(request))).map((id) => `${request.channel} ${id}`);
    }),
  );
  const shown = new Map<string, number>();
  for (const [channel, all] of Object.entries(ids)) {
    for (const id of all) shown.set(`${channel} ${id}`, (shown.get(`${channel} ${id}`) ?? 0) + 1);
  }
  const dead = new Set(bench.aws.deadLetters.map(({ body, channel }) => `${channel} ${body}`));
  const lost = changes.flatMap(({ id, body }) =>
    CHANNELS.map((channel) => channel.id).filter(
      (channel) =>
        !shown.has(`${channel} ${id}`) &&
        !inSummary.has(`${channel} ${id}`) &&
        !dead.has(`${channel} ${body}`) &&
        !dead.has(`* ${body}`),
    ),
  );
  // e-mail and SMS rather get two of P1 than none
  const twice = [...shown].filter(([key, times]) => times > 1 && !key.startsWith('alerts ')).map(([key]) => key);
  const withoutReason = bench.aws.deadLetters.filter(({ reason }) => !reason);
  const redriven = bench.aws.deadLetters.filter(({ channel }) => channel === '*');
  const figures = {
    changes: messages.length,
    shown: shown.size,
    summarised: inSummary.size,
    deadLetters: dead.size,
    requests: bench.chat.requests.length + bench.aws.calls.length,
    redriven: redriven.length,
  };
  console.log(JSON.stringify(figures));

  expect({ lost, twice, withoutReason }).toEqual({ lost: [], twice: [], withoutReason: [] });
}, 3_600_000);
