// Thousands of alarms within one minute, ten of them P0, in virtual time: `npm run storm -- 3000`. The last line is one JSON object.
// Exit code: 0 fine, 1 a promise is broken, 2 used wrongly.
import { storm } from './storm.js';

const MOST_SECONDS = 60;
const MOST_REQUESTS = 2;

const [count = '3000', seed = '1'] = process.argv.slice(2);
if (!/^[1-9]\d{0,5}$/.test(count) || !/^\d+$/.test(seed)) {
  console.error(
    `'${[count, seed].join(' ')}': write the number of alarms, and a seed if you like: npm run storm -- 3000 1`,
  );
  process.exit(2);
}
const outcome = await storm({ alarms: Number(count), p0: Math.min(10, Number(count)), seed: Number(seed) });
const { alarms, deadLetters, requestsPerMessage, requestsPerChatMessage, peakConcurrency, p0SecondsByChannel } =
  outcome;

const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(1)).padStart(8);
const at = (seconds: readonly number[], share: number) => seconds[Math.ceil(share * seconds.length) - 1];
console.log(`${alarms} alarms within one minute, ${Object.keys(p0SecondsByChannel).length} channels`);
console.log('seconds until shown       median     95 %     last');
for (const { severity, channel, seconds } of outcome.times) {
  const figures = [0.5, 0.95, 1].map((share) => figure(at(seconds, share)));
  console.log(`  ${severity} ${channel.padEnd(18)} ${figures.join(' ')}`);
}
console.log(
  `messages: ${Object.entries(outcome.messages)
    .map((each) => each.join(' '))
    .join(', ')}`,
);
console.log(`requests to channels: ${outcome.requests}, ${outcome.refused} of them refused with 429`);
console.log(
  `requests for each message: ${requestsPerMessage}; of chats alone, without webhooks and services for on-call: ${requestsPerChatMessage}`,
);
console.log(
  `functions at once: at most ${peakConcurrency}; ${outcome.invocations} calls, ${outcome.gigabyteSeconds} GB-s`,
);
console.log(`calls of AWS: ${outcome.awsCalls}`);
console.log(`dead letters: ${deadLetters}; never shown: ${outcome.neverShown}`);
for (const reason of outcome.reasons.slice(0, 5)) console.log(`  ${reason}`);

const isSoon = Object.values(p0SecondsByChannel).every((seconds) => seconds <= MOST_SECONDS);
const isFew = Math.max(requestsPerMessage, requestsPerChatMessage) <= MOST_REQUESTS;
const isKept = isSoon && deadLetters === 0 && outcome.neverShown === 0 && isFew;
process.exitCode = isKept ? 0 : 1;
console.log(
  JSON.stringify({
    alarms,
    deadLetters,
    requestsPerMessage,
    requestsPerChatMessage,
    peakConcurrency,
    p0SecondsByChannel,
  }),
);
