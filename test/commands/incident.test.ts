import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer, Asked, OpenIncident } from '../../lib/contracts/incident-api';
import { folderWith } from '../rehearsal/templates';
import { type Outcome, runIn } from './terminal';

/** What the deployed function is asked, and what it answers. */
const asked: { name: string; question: Asked }[] = [];
let answer: (question: Asked) => Answer | { error: number; type: string } | 'crash';
const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1] as string;
  const question = JSON.parse(await text(request));
  asked.push({ name, question });
  const said = answer(question);
  if (said === 'crash')
    return response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"x"}');
  if ('error' in said) {
    return response.writeHead(said.error, { 'x-amzn-errortype': said.type }).end(`{"Message":"${said.type}"}`);
  }
  return response.end(JSON.stringify(said));
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const shop = (variables: object) => ({
  'cdk.out/manifest.json': {
    artifacts: {
      shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://1/eu-west-1',
        properties: { templateFile: 'shop.json' },
      },
    },
  },
  'cdk.out/shop.json': {
    Resources: {
      Answers: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'Shop-Vigil-answers', Environment: { Variables: variables } },
      },
    },
  },
});
let folder: string;
beforeEach(() => {
  asked.length = 0;
  folder = folderWith(shop({ VIGIL: 'answers' }));
});
const vigil = (...words: string[]): Promise<Outcome> =>
  runIn(folder, [...words, '--app', 'cdk.out'], { env: { USER: 'ada' } });

const OPEN: OpenIncident = {
  alarm: 'Shop/Orders/QueueStuck',
  severity: 'P1',
  component: 'Orders',
  environment: 'prod',
  since: new Date(Date.now() - 5 * 60_000).toISOString(),
  meaning: 'Nothing has taken a message for long.',
};
const takenBy = (by: string): OpenIncident => ({ ...OPEN, acknowledged: { by, at: '2026-08-23T04:20:00.000Z' } });

describe('vigil ack', () => {
  test('takes an incident', async () => {
    answer = () => ({ incidents: [takenBy('ada')] });

    expect(await vigil('ack', 'QueueStuck')).toEqual({
      exitCode: 0,
      stdout: 'ada has Shop/Orders/QueueStuck (P1, open for 5 min). Nobody else is called.\n',
      stderr: '',
    });
    expect(asked).toEqual([
      { name: 'Shop-Vigil-answers', question: { ask: 'acknowledge', alarm: 'QueueStuck', by: 'ada' } },
    ]);
  });

  test('says who was first', async () => {
    answer = () => ({ incidents: [takenBy('Grace')] });

    expect(await vigil('ack', 'QueueStuck', '--by', 'Ada')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'vigil: Grace has Shop/Orders/QueueStuck since 04:20 UTC.\n',
    });
  });

  test('says what is open if there is none of that name', async () => {
    answer = () => ({ fault: "'X' is no one open incident. Open: Shop/Orders/QueueStuck." });

    expect(await vigil('ack', 'X')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "vigil: 'X' is no one open incident. Open: Shop/Orders/QueueStuck.\n",
    });
  });

  test('needs to know who it is', async () => {
    const { exitCode, stderr } = await runIn(folder, ['ack', 'X', '--app', 'cdk.out']);

    expect([exitCode, stderr]).toEqual([2, "vigil: Nobody would know who that is: give '--by NAME'.\n"]);
  });
});

describe('vigil incident update', () => {
  test('passes on what is known', async () => {
    answer = () => ({ incidents: [OPEN] });

    const { exitCode, stdout } = await vigil('incident', 'update', 'QueueStuck', '--cause', 'x', '--eta', '05:00');

    expect([exitCode, stdout]).toEqual([0, 'Everybody who has heard of Shop/Orders/QueueStuck hears this.\n']);
    expect(asked[0]?.question).toEqual({ ask: 'update', alarm: 'QueueStuck', by: 'ada', cause: 'x', eta: '05:00' });
  });

  test('has to say something', async () => {
    expect(await vigil('incident', 'update', 'QueueStuck', '--cause', ' ')).toMatchObject({
      exitCode: 2,
      stderr: 'vigil: An update says something: give --cause, --action, --eta or --next.\n',
    });
    expect(asked).toEqual([]);
  });
});

describe('vigil incident list', () => {
  test('shows what is open and who has it', async () => {
    answer = () => ({ incidents: [takenBy('Ada'), { ...OPEN, alarm: 'Shop/Orders/DeadLetters', severity: 'P2' }] });

    const { exitCode, stdout } = await vigil('incident', 'list');

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'P1  Shop/Orders/QueueStuck   for 5 min  Ada has it',
      'P2  Shop/Orders/DeadLetters  for 5 min  nobody has it',
      '',
    ]);
  });

  test('prints JSON for programs', async () => {
    answer = () => ({ incidents: [OPEN] });

    expect(JSON.parse((await vigil('incident', 'list', '--json')).stdout)).toEqual({ incidents: [OPEN] });
  });

  test('says so when nothing is open', async () => {
    answer = () => ({ incidents: [] });

    expect((await vigil('incident', 'list')).stdout).toBe('No incident is open.\n');
  });
});

describe('what can be wrong', () => {
  test('incidents are not followed up', async () => {
    folder = folderWith(shop({}));

    expect(await vigil('ack', 'X')).toMatchObject({
      exitCode: 2,
      stderr: "vigil: Incidents are not followed up here: add 'incidents: {}' to the Vigil, and deploy it.\n",
    });
  });

  test.each([
    [{ error: 404, type: 'ResourceNotFoundException' }, 2, /There is no function Shop-Vigil-answers in eu-west-1/],
    [{ error: 403, type: 'AccessDeniedException' }, 2, /These credentials may not lambda:InvokeFunction/],
    [{ error: 500, type: 'ServiceException' }, 1, /lambda:InvokeFunction in eu-west-1 failed/],
    ['crash' as const, 1, /Shop-Vigil-answers failed; its log says why/],
  ])('AWS answers %j', async (said, code, message) => {
    answer = () => said;

    const { exitCode, stderr, stdout } = await vigil('ack', 'X');

    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
  });
});
