import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench } from '../../support/bench';
import { plainSlack } from '../../support/plain-slack';
import { changeAt, MINUTE, passUntil, START, through } from '../../support/scenario';

const page = readFileSync(join(__dirname, '../../../../docs/incidents.md'), 'utf8');

/** The message of a bot as the page prints it: without marks, links by their label, details behind a bar. */
function printed(bench: Bench, index: number): string {
  const [title = '', , ...details] = plainSlack(bench.chat.posts[index]?.message).map((block) =>
    block
      .replace(/ <[^>]*>/g, '')
      .replace(/[*_]/g, '')
      .replace(/ {2,}/g, ' '),
  );
  return [title, ...details.flatMap((block) => block.split('\n')).map((line) => `┃ ${line}`)].join('\n');
}

test('the page shows each message as it arrives', async () => {
  // GIVEN
  const bench = await Bench.start();
  bench.clock = START + 2000;
  const told: string[] = [];

  // WHEN
  await through(bench, changeAt(0, 'ALARM'));
  told.push(printed(bench, 0));
  await passUntil(bench, 61);
  told.push(
    printed(
      bench,
      bench.chat.posts.findIndex(({ message }) => message.channel === 'C0SENIORS'),
    ),
  );
  await bench.answers().handle({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' });
  await passUntil(bench, 62);
  const newest = () => bench.chat.posts.findLastIndex(({ message }) => message.channel === 'C0123');
  told.push(printed(bench, newest()));
  const update = { cause: 'the new version cannot read old messages', action: 'rolling back', eta: '05:40 UTC' };
  await bench.answers().handle({ ask: 'update', alarm: 'QueueStuck', by: 'Ada', ...update });
  await passUntil(bench, 63);
  told.push(printed(bench, newest()));
  bench.clock = START + 80 * MINUTE;
  await through(bench, changeAt(80, 'OK'));
  told.push(printed(bench, newest()));
  await bench.stop();

  // THEN
  for (const message of told) expect(page).toContain(message);
});
