import fc from 'fast-check';
import { Bench, CHANNELS, MOST_DELIVERIES } from '../../support/bench';
import { anyMessage } from '../../support/malformed';

// the machine may be busy, and the cases many
jest.setTimeout(3_600_000);

/** The gate has 5,000; 100,000 take some minutes: `npm run soak`. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 300);

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

test(`any message is sent, or a dead letter with its reason, or logged as the first OK of a new alarm (${CASES} of them)`, async () => {
  // GIVEN a topic that carries all severities, without the SDK and servers, which are tested elsewhere
  const channels = CHANNELS.filter(({ id }) => id === 'alerts').map((channel) => ({
    ...channel,
    severities: ['P0', 'P1', 'P2', 'P3'] as typeof channel.severities,
  }));
  bench.through = (surroundings) => ({ ...surroundings, aws: { ...surroundings.aws, ...bench.aws.direct() } });
  const notifier = bench.notifier(channels);

  await fc.assert(
    fc.asyncProperty(anyMessage, async (body) => {
      // WHEN
      bench.aws.clear();
      const { done } = await bench.deliver(notifier, body, MOST_DELIVERIES);

      // THEN
      const { published, deadLetters } = bench.aws;
      const births = bench.logs.splice(0).filter((line) => line.message === 'An OK that follows no ALARM is not sent');
      const outcomes = published.length + deadLetters.length + births.length;
      expect({ done, outcomes }).toEqual({ done: true, outcomes: 1 });
      for (const { reason } of deadLetters) expect(reason).not.toBe('');
    }),
    { numRuns: CASES },
  );
});
