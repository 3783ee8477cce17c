import { hostname } from 'node:os';
import type { OpenIncident } from '../../lib/contracts/incident-api';
import { folderWith } from '../rehearsal/templates';
import { LoopbackFunctions, shopWith } from './loopback-functions';
import { type Outcome, runIn } from './terminal';

const functions = new LoopbackFunctions();
const { asked } = functions;
beforeAll(() => functions.start());
afterAll(() => functions.stop());

let folder: string;
beforeEach(() => {
  asked.length = 0;
  folder = folderWith(shopWith({ VIGIL: 'answers' }));
});
const vigil = (...words: string[]): Promise<Outcome> =>
  runIn(folder, [...words, '--app', 'cdk.out'], { env: { USER: 'ada' } });

/** Where the command line runs, and which access key signs its requests. */
const FROM = `vigil on ${hostname()}, access key test`;

const OPEN: OpenIncident = {
  alarm: 'Shop/Orders/QueueStuck',
  severity: 'P1',
  component: 'Orders',
  environment: 'prod',
  since: new Date(Date.now() - 5 * 60_000).toISOString(),
  meaning: 'Nothing has taken a message for long.',
};
const takenBy = (by: string): OpenIncident => ({
  ...OPEN,
  acknowledged: { by, at: '2026-08-23T04:20:00.000Z', until: '2026-08-23T08:20:00.000Z' },
});

describe('vigil ack', () => {
  test('acknowledges an incident', async () => {
    functions.answer = () => ({ incidents: [takenBy('ada')] });

    expect(await vigil('ack', 'QueueStuck')).toEqual({
      exitCode: 0,
      stdout:
        'ada has acknowledged Shop/Orders/QueueStuck (P1, open for 5 min). It is not escalated until 2026-08-23 08:20 UTC.\n',
      stderr: '',
    });
    expect(asked).toEqual([
      { name: 'Shop-Vigil-answers', question: { ask: 'acknowledge', alarm: 'QueueStuck', by: 'ada', from: FROM } },
    ]);
  });

  test('fails with the name of whoever acknowledged it first', async () => {
    functions.answer = () => ({ incidents: [takenBy('Grace')] });

    expect(await vigil('ack', 'QueueStuck', '--by', 'Ada')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'vigil: Grace has acknowledged Shop/Orders/QueueStuck at 2026-08-23 04:20 UTC already, until 2026-08-23 08:20 UTC.\n',
    });
  });

  test('compares names as the channels show them, without control characters and repeated blanks', async () => {
    functions.answer = (question) => ({ incidents: [takenBy('by' in question ? question.by : '')] });

    expect(await vigil('ack', 'QueueStuck', '--by', ' Ada \t \u001b King ')).toMatchObject({ exitCode: 0 });
    expect(asked[0]?.question).toMatchObject({ by: 'Ada King' });
  });

  test('refuses a name that the channels would cut', async () => {
    expect(await vigil('ack', 'QueueStuck', '--by', 'A'.repeat(61))).toMatchObject({
      exitCode: 2,
      stderr: 'vigil: --by: the name has 61 characters, but at most 60 are possible.\n',
    });
    expect(asked).toEqual([]);
  });

  test('releases an incident', async () => {
    functions.answer = () => ({ incidents: [OPEN] });

    expect(await vigil('ack', 'QueueStuck', '--release')).toEqual({
      exitCode: 0,
      stdout: 'ada has released Shop/Orders/QueueStuck (P1). It is escalated unless somebody acknowledges it.\n',
      stderr: '',
    });
    expect(asked[0]?.question).toEqual({ ask: 'release', alarm: 'QueueStuck', by: 'ada', from: FROM });
  });

  test('lists the open incidents if none has that name', async () => {
    functions.answer = () => ({ fault: "'X' does not name exactly one open incident. Open: Shop/Orders/QueueStuck." });

    expect(await vigil('ack', 'X')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "vigil: 'X' does not name exactly one open incident. Open: Shop/Orders/QueueStuck.\n",
    });
  });

  test('needs a name', async () => {
    const { exitCode, stderr } = await runIn(folder, ['ack', 'X', '--app', 'cdk.out']);

    expect([exitCode, stderr]).toEqual([2, "vigil: Your name is unknown (USER is not set): give '--by NAME'.\n"]);
  });
});

describe('vigil incident update', () => {
  test('sends the update', async () => {
    functions.answer = () => ({ incidents: [OPEN] });

    const { exitCode, stdout } = await vigil('incident', 'update', 'QueueStuck', '--cause', 'x', '--eta', '05:00');

    expect([exitCode, stdout]).toEqual([
      0,
      'The update is sent to everybody who was notified of Shop/Orders/QueueStuck.\n',
    ]);
    expect(asked[0]?.question).toEqual({
      ask: 'update',
      alarm: 'QueueStuck',
      by: 'ada',
      cause: 'x',
      eta: '05:00',
      from: FROM,
    });
  });

  test('refuses an empty update', async () => {
    expect(await vigil('incident', 'update', 'QueueStuck', '--cause', ' ')).toMatchObject({
      exitCode: 2,
      stderr: 'vigil: The update is empty: give --cause, --action, --eta or --next.\n',
    });
    expect(asked).toEqual([]);
  });
});

describe('vigil incident list', () => {
  test('shows open incidents and who acknowledged them', async () => {
    functions.answer = () => ({
      incidents: [takenBy('Ada'), { ...OPEN, alarm: 'Shop/Orders/DeadLetters', severity: 'P2' }],
    });

    const { exitCode, stdout } = await vigil('incident', 'list');

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'P1  Shop/Orders/QueueStuck   for 5 min  acknowledged by Ada until 2026-08-23 08:20 UTC',
      'P2  Shop/Orders/DeadLetters  for 5 min  not acknowledged',
      '',
    ]);
  });

  test('prints JSON for programs', async () => {
    functions.answer = () => ({ incidents: [OPEN] });

    expect(JSON.parse((await vigil('incident', 'list', '--json')).stdout)).toEqual({ incidents: [OPEN] });
  });

  test('says that no incident is open', async () => {
    functions.answer = () => ({ incidents: [] });

    expect((await vigil('incident', 'list')).stdout).toBe('No incident is open.\n');
  });
});

describe('errors', () => {
  test('incidents are not enabled', async () => {
    folder = folderWith(shopWith({}));

    expect(await vigil('ack', 'X')).toMatchObject({
      exitCode: 2,
      stderr: "vigil: Incidents are not enabled: add 'incidents: {}' to the Vigil and deploy it.\n",
    });
  });

  test.each([
    [{ error: 404, type: 'ResourceNotFoundException' }, 2, /There is no function Shop-Vigil-answers in eu-west-1/],
    [{ error: 403, type: 'AccessDeniedException' }, 2, /These credentials may not lambda:InvokeFunction/],
    [
      { error: 403, type: 'AccessDeniedException', text: 'It names a ResourceNotFoundException.' },
      2,
      /These credentials may not lambda:InvokeFunction in eu-west-1: It names/,
    ],
    [{ error: 500, type: 'ServiceException' }, 1, /lambda:InvokeFunction in eu-west-1 failed/],
    ['crash' as const, 1, /Shop-Vigil-answers failed; see its log/],
  ])('AWS answers %j', async (response, code, message) => {
    functions.answer = () => response;

    const { exitCode, stderr, stdout } = await vigil('ack', 'X');

    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
  });
});
