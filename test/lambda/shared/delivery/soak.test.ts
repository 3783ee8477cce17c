import type { Dependencies } from '../../../../lambda/shared/delivery/dependencies';
import { identity, parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import type { SummaryRequest } from '../../../../lib/contracts/messages';
import { deliveriesOf, summaryOf } from '../../../../lib/contracts/notifier-table';
import { seeded, VirtualTime } from '../../../../tools/storm/virtual-time';
import { Bench, CHANNELS, MOST_DELIVERIES, ON_CALL } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { mortal } from '../../support/mortal';
import { arnOf, bySns, change, described, OK, trigger } from '../../support/payloads/payload';

/** 10,000 take some minutes: `npm run soak`. */
const ALERTS = Number(process.env['SOAK_ALERTS'] ?? 100);
/** The same seed makes the same errors, deaths and order of everything that happens at the same time. */
const SEED = Number(process.env['SEED'] ?? 2026);
const ALL = [...CHANNELS, ...ON_CALL];
const AT_ONCE = 16;
const HOUR_MS = 3_600_000;
/** Of a call, drawn anew for each: so they overtake each other. */
const LONGEST_CALL_MS = 200;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const random = seeded(SEED);
const chance = (probability: number): boolean => random() < probability;
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

/** When which call is answered. The clocks of the functions are their own. */
const network = new VirtualTime(0);
const slowed =
  <Arguments extends unknown[], Result>(work: (...input: Arguments) => Promise<Result>) =>
  async (...input: Arguments): Promise<Result> => {
    await network.sleep(random() * LONGEST_CALL_MS);
    return work(...input);
  };

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
  const canTell = ['/api', '/webhook', '/v2'].some((each) => path.startsWith(each));
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
  const [chat, onCall] = [bench.chat.direct(), bench.onCall.direct()];
  const slowedAws = Object.fromEntries(
    Object.entries(bench.aws.direct()).map(([name, method]) => [name, slowed(method as () => Promise<unknown>)]),
  );
  for (let deliveries = 1; deliveries <= MOST_DELIVERIES + 5; deliveries++) {
    let waited = 0;
    const end = clock.now + 30_000;
    const now = () => clock.now + waited;
    const alive = (surroundings: Dependencies): Dependencies => ({
      ...surroundings,
      // the SDK and connections are tested elsewhere, take most of the time, and are never the same twice
      aws: { ...surroundings.aws, ...slowedAws },
      fetch: slowed((url, options) => (url.startsWith(bench.chat.url) ? chat : onCall)(url, options)),
      random,
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
        call: 1 + Math.floor(random() * 30),
        when: pick(['before', 'after']),
      });
      died = doomed.died.then(() => undefined);
      return doomed.surroundings;
    };
    // also where incidents are followed up, which reads and writes more
    const notifier = chance(0.5) ? bench.notifier(ALL) : bench.incidents(ALL);
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

/** What happened in one alarm. */
interface Story {
  /** Changes that each channel shows or has in a summary. */
  readonly messages: readonly string[];
  /** Alarms of a composite that its messages have to name. */
  readonly children: readonly { readonly name: string; readonly body: string }[];
  readonly isOver: boolean;
}

const copiesOf = (bodies: readonly string[]): string[] => {
  const copies = bodies.flatMap((body) => Array.from({ length: chance(0.2) ? 2 : 1 }, () => body));
  return chance(0.3) ? copies.reverse() : copies;
};

/** In any order, and perhaps at the same time. */
async function deliverAll(bodies: readonly string[], clock: ReturnType<typeof newClock>): Promise<void> {
  if (chance(0.2)) await Promise.all(bodies.map((body) => throughQueue(body, clock)));
  else for (const body of bodies) await throughQueue(body, clock);
}

/** An alarm on one time series or on one of several, perhaps its recovery, each perhaps more than once and in any order. */
async function aloneStory(index: number): Promise<Story> {
  const name = `alarm-${index}.`;
  const several = { AlarmContributorId: `c${index}`, AlarmContributorAttributes: { Partner: 'acme' } };
  const fields = { Trigger: trigger('Shop', 'Failed', {}), ...(chance(0.2) && several) };
  const about = { severity: pick(['P0', 'P1', 'P2']) };
  const messages = [bySns('a', change(name, fields), about).body];
  const isOver = chance(0.4);
  if (isOver) messages.push(bySns('b', change(name, { ...fields, ...OK }), about).body);
  await deliverAll(copiesOf(messages), newClock());
  return { messages, children: [], isOver };
}

const at = (minutes: number) => ({
  StateChangeTime: new Date(Date.parse('2026-08-23T04:15:30Z') + minutes * 60_000).toISOString(),
});

/** A composite of two alarms, of which the second fires later, and perhaps the recovery of all. */
async function compositeStory(index: number): Promise<Story> {
  const component = `alarm-${index}.`;
  const [first, second] = [1, 2].map((each) => `Shop/${component}/Child${index}x${each}x`) as [string, string];
  const name = `Shop/${component}/Failing`;
  const report = (child: string, fields: object) =>
    bySns(
      child,
      change(child, { AlarmDescription: description(child), Trigger: trigger('Shop', 'Failed', {}), ...fields }),
      {
        severity: 'children',
      },
    ).body;
  const description = (alarm: string) => described(alarm.replace(/^.*\//, ''), `${alarm} is wrong.`, [], { component });
  const composite = (fields: object) =>
    bySns(
      'composite',
      change(name, {
        AlarmDescription: description(name),
        AlarmRule: [first, second].map((child) => `ALARM("${child}")`).join(' OR '),
        NewStateReason: `${arnOf(first)} transitioned to ALARM`,
        TriggeringChildren: [{ Arn: arnOf(first), State: { Value: 'ALARM' } }],
        ...fields,
      }),
    ).body;
  bench.aws.described.set(first, { AlarmArn: arnOf(first), AlarmDescription: description(first) });
  bench.aws.alarms.set(second, { state: 'OK', at: 0 });
  const clock = newClock();
  const begin = composite(at(0));
  const children = [
    { name: first, body: report(first, at(0)) },
    { name: second, body: report(second, at(5)) },
  ];
  await deliverAll(copiesOf([children[0]?.body as string, begin]), clock);
  await deliverAll(copiesOf([children[1]?.body as string]), clock);
  const messages = [begin];
  const isOver = chance(0.5);
  if (isOver) {
    messages.push(composite({ ...OK, ...at(30) }));
    const recoveries = [first, second].map((child) => report(child, { ...OK, ...at(30) }));
    await deliverAll(copiesOf([...recoveries, messages[1] as string]), clock);
  }
  return { messages, children, isOver };
}

test(`${ALERTS} alarms under random errors: each change is sent or a dead letter with its reason, and none is shown twice`, async () => {
  bench.clear();
  bench.chat.fault = chatFault;
  bench.onCall.fault = chatFault;
  bench.aws.fault = awsFault;
  const stories: Story[] = [];
  let next = 0;
  const all = Array.from({ length: AT_ONCE }, async () => {
    while (next < ALERTS) stories.push(await (chance(0.2) ? compositeStory : aloneStory)(next++));
  });
  await Promise.all([...all, network.run()]);

  // what was too much for a channel is asked for at the end of its half minute, perhaps by several
  const requests = [...new Set(bench.aws.queued.filter((body) => body.startsWith('{"vigil":"summary"')))];
  await Promise.all([...requests.map((body) => throughQueue(body)), network.run()]);
  const messages = stories.flatMap((story) => story.messages);
  const changes = messages.map((body) => {
    const { id, name, state, severity } = parseMessage(body, { id: '', sentAt: 0 });
    return { id, body, severity, key: `${/alarm-\d+\./.exec(name)?.[0]} ${state}` };
  });
  const idOf = new Map(changes.map(({ id, key }) => [key, id]));
  // hooks show names only
  const named = (message: unknown) => {
    const text = JSON.stringify(message).replaceAll('\\', '');
    if (/\d+ more (alarms?|recover|changes)/.test(text)) return `summary ${text}`;
    const joined = /(?:Also in ALARM|Now P\d): Shop.{0,30}(Child\d+x\dx) is wrong/.exec(text)?.[1];
    if (joined !== undefined) return `joined ${joined}`;
    // at its last delivery, an alarm of a composite is sent as it came
    const child = /Child\d+x\dx/.exec(text)?.[0];
    if (child !== undefined && !text.includes('/Failing')) return `child ${child}`;
    return idOf.get(`${/alarm-\d+\./.exec(text)?.[0]} ${/Recovered/.test(text) ? 'OK' : 'ALARM'}`) as string;
  };
  const hooked = (path: string) => bench.chat.shown.get(`${path}/very-secret-part`) ?? [];
  const ids: Record<string, string[]> = {
    hook: hooked('/services/T000/B000').map(named),
    discord: hooked('/discord').map(named),
    webhook: hooked('/webhook').map(({ id }) => id),
    teams: bench.onCall.cards.map(named),
    bot: bench.chat.posts.map(({ message }) => message.metadata.event_payload.id),
    alerts: bench.aws.published.map(({ texts }) => JSON.parse(texts['default'] as string).id),
  };
  // a summary that was sent where this could not be recorded was sent all the same: the log says so
  const isUnrecorded = (id: string, channel: string): boolean =>
    bench.logs.some(({ message, fields }) => {
      const about = fields as { readonly alert?: string; readonly channel?: string };
      return message === 'A delivery could not be recorded' && about.alert === id && about.channel === channel;
    });
  const isSent = (body: string, { channel }: SummaryRequest): boolean => {
    const id = identity(body);
    if (bench.aws.entriesOf(deliveriesOf(id))[channel]?.['state'] === 'sent') return true;
    if (bench.aws.deadLetters.some((letter) => letter.body === body)) return true;
    return ids[channel]?.includes(id) || isUnrecorded(id, channel);
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
    Object.keys(ids).filter(
      (channel) =>
        !shown.has(`${channel} ${id}`) &&
        !inSummary.has(`${channel} ${id}`) &&
        !dead.has(`${channel} ${body}`) &&
        !dead.has(`* ${body}`),
    ),
  );
  // e-mail and SMS rather get two of P0 and P1 than none
  const ofP2 = new Set(changes.flatMap(({ id, severity }) => (severity === 'P2' ? `alerts ${id}` : [])));
  const twice = [...shown]
    .filter(([key, times]) => times > 1 && (!key.startsWith('alerts ') || ofP2.has(key)))
    .map(([key]) => key);
  // what is the alarm of a composite is in a message about it, or in a summary of that
  const texts: Record<string, string> = {
    hook: JSON.stringify(hooked('/services/T000/B000')),
    discord: JSON.stringify(hooked('/discord')),
    webhook: JSON.stringify(hooked('/webhook')),
    teams: JSON.stringify(bench.onCall.cards),
    bot: JSON.stringify(bench.chat.postedAtFirst),
    alerts: JSON.stringify(bench.aws.published),
    pagerDuty: JSON.stringify([bench.onCall.pagerDuty, bench.onCall.changes]),
    opsgenie: JSON.stringify(bench.onCall.opsgenie),
  };
  const summaries = [...inSummary];
  const idsOf = new Map(changes.map(({ id, body }) => [body, id]));
  // the updates about them are none of the changes
  const known = new Set(idsOf.values());
  const unnamed = stories.flatMap(({ messages: [begin = ''], children }) =>
    children.flatMap(({ name, body }) =>
      Object.entries(texts).flatMap(([channel, text]) => {
        const isExcused = [begin, body].some((each) => dead.has(`${channel} ${each}`) || dead.has(`* ${each}`));
        const isSummarised = summaries.some(
          (key) =>
            key === `${channel} ${idsOf.get(begin)}` ||
            (key.startsWith(`${channel} `) && !known.has(key.slice(channel.length + 1))),
        );
        return isExcused || isSummarised || text.includes(name.replace(/^.*\//, '')) ? [] : `${channel} ${name}`;
      }),
    ),
  );
  // services for on-call have each incident once, and at the end they know whether it is over
  const wrong = stories.flatMap(({ messages: theirs, children, isOver }) => {
    const { subject } = parseMessage(theirs[0] as string, { id: '', sentAt: 0 });
    return Object.entries({ pagerDuty: bench.onCall.pagerDuty, opsgenie: bench.onCall.opsgenie }).flatMap(
      ([channel, alerts]) => {
        const bodies = [...theirs, ...children.map(({ body }) => body)];
        if (bodies.some((body) => dead.has(`${channel} ${body}`) || dead.has(`* ${body}`))) return [];
        const states = alerts.filter(({ key }) => key === subject).map(({ state }) => state);
        const isRight = isOver
          ? states.every((state) => state === 'closed') && states.length <= 1
          : `${states}` === 'open';
        return isRight ? [] : `${channel} ${theirs.length} ${states}`;
      },
    );
  });
  const withoutReason = bench.aws.deadLetters.filter(({ reason }) => !reason);
  const redriven = bench.aws.deadLetters.filter(({ channel }) => channel === '*');
  const figures = {
    changes: messages.length,
    shown: shown.size,
    summarised: inSummary.size,
    deadLetters: dead.size,
    requests: bench.chat.requests.length + bench.onCall.requests.length + bench.aws.calls.length,
    redriven: redriven.length,
  };
  // `npm run soak` tells what it did
  if (process.env['SOAK_ALERTS'] !== undefined) console.log(JSON.stringify({ seed: SEED, ...figures }));

  expect({ lost, twice, withoutReason, unnamed, wrong }).toEqual({
    lost: [],
    twice: [],
    withoutReason: [],
    unnamed: [],
    wrong: [],
  });
  expect(bench.onCall.problems).toEqual([]);
}, 3_600_000);
