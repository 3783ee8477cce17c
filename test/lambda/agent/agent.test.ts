import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from '../runtime/embedded-metric-format';
import { capture, type Json, lines, release } from '../runtime/standard-output';

const catalogue = defineMetrics({
  namespace: 'Invoicing',
  dimensions: { Service: 'invoices' },
  metrics: { Sent: { unit: Unit.COUNT, dimensions: ['Channel'] }, Bytes: { unit: Unit.BYTES } },
});

/** As the CloudWatch agent listens: lines of JSON over TCP. */
class ListeningAgent {
  public readonly received: Json[] = [];
  public readonly sockets: Socket[] = [];
  readonly #server: Server = createServer((socket) => {
    let text = '';
    this.sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const all = (text + chunk).split('\n');
      text = all.pop() as string;
      this.received.push(...all.map((line) => JSON.parse(line)));
    });
  });

  public async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  public async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  public async hasReceived(count: number): Promise<void> {
    while (this.received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const agents: ListeningAgent[] = [];
const listening = async (port?: number) => {
  const agent = new ListeningAgent();
  agents.push(agent);
  return { agent, port: await agent.listen(port) };
};

/** A process of its own, as far as modules go: where lines are written to is known once in each. */
async function processWith(port: number, options?: { logGroup: string }, protocol = 'tcp') {
  process.env['AWS_EMF_AGENT_ENDPOINT'] = `${protocol}://127.0.0.1:${port}`;
  jest.resetModules();
  const { sendToAgent }: typeof import('../../../lambda/agent') = require('../../../lambda/agent');
  const runtime: typeof import('../../../lambda/runtime') = require('../../../lambda/runtime');
  return { agent: await sendToAgent(options), ...runtime };
}

beforeEach(capture);
afterEach(async () => {
  release();
  for (const agent of agents.splice(0)) await agent.close();
});

test('records go to the agent, and lines of the log to standard output', async () => {
  // GIVEN
  const { agent: listener, port } = await listening();
  const { agent, operation } = await processWith(port, { logGroup: 'invoicing' });

  // WHEN
  const handler = operation(catalogue, (_event, op) => {
    op.count('Sent', 2, { Channel: 'mail' });
    op.gauge('Bytes' as never, 7 as never);
    op.log.info('sent');
  });
  await handler({}, { awsRequestId: 'r-1' });
  await agent.flush();
  await listener.hasReceived(1);

  // THEN
  expect(lines()).toMatchObject([{ level: 'INFO', message: 'sent' }]);
  const sent = listener.received.filter(({ Sent }) => Sent !== undefined);
  expect(sent).toMatchObject([{ requestId: 'r-1', Service: 'invoices', _aws: { LogGroupName: 'invoicing' } }]);
  expect(sent.flatMap(dataOf)).toEqual([
    { name: 'Sent', unit: 'Count', dimensions: { Service: 'invoices' }, value: 2 },
    { name: 'Sent', unit: 'Count', dimensions: { Service: 'invoices', Channel: 'mail' }, value: 2 },
  ]);
  const all = listener.received.flatMap(dataOf);
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['OperationCount', 'OperationDuration']));
});

test('what the agent cannot take is left out alone', async () => {
  // GIVEN
  const { agent: listener, port } = await listening();
  const { agent, metricsEmitter } = await processWith(port);

  // WHEN
  const metrics = metricsEmitter(catalogue)();
  metrics.count('Bytes', 2 ** 60);
  metrics.count('Bytes', 5);
  metrics.write();
  metrics.count('Bytes', 2 ** 60);
  metrics.count('Bytes', 6);
  metrics.write();
  await agent.flush();
  await listener.hasReceived(2);

  // THEN
  expect(listener.received.flatMap(dataOf).map(({ value }) => value)).toEqual([5, 6]);
  expect(listener.received[0]['_aws']).not.toHaveProperty('LogGroupName');
  expect(lines()).toMatchObject([{ level: 'WARN', message: 'Dropped Bytes: the CloudWatch agent does not accept it' }]);
});

test('an agent that is not there is logged once, and measuring goes on', async () => {
  // GIVEN
  const { agent: gone, port } = await listening();
  await gone.close();
  agents.pop();
  const { agent, metricsEmitter } = await processWith(port);

  // WHEN
  const metrics = metricsEmitter(catalogue)();
  for (let i = 0; i < 3; i++) {
    metrics.count('Bytes');
    metrics.write();
  }
  await agent.flush();

  // THEN
  expect(lines()).toEqual([
    {
      timestamp: expect.any(String),
      level: 'WARN',
      message: expect.stringMatching(/^Lost a record: .*ECONNREFUSED/),
    },
  ]);
});

test('an agent that breaks the connection and comes back gets the records again', async () => {
  // GIVEN
  const { agent: first, port } = await listening();
  const { agent, metricsEmitter } = await processWith(port);
  const metrics = metricsEmitter(catalogue)();
  const write = async (value: number) => {
    metrics.count('Bytes', value);
    metrics.write();
    await agent.flush();
  };
  await write(1);
  await first.hasReceived(1);

  // WHEN
  for (const socket of first.sockets) socket.resetAndDestroy();
  await first.close();
  agents.pop();
  await write(2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { agent: second } = await listening(port);
  while (second.received.length === 0) {
    await write(3);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  // THEN
  expect(second.received.flatMap(dataOf)[0]).toMatchObject({ name: 'Bytes', value: 3 });
});

test('an agent that takes nothing does not fill the memory', async () => {
  // GIVEN
  const { port } = await listening();
  const { agent, metricsEmitter } = await processWith(port);

  // WHEN
  const metrics = metricsEmitter(catalogue)();
  for (let i = 0; i < 1005; i++) {
    metrics.count('Bytes');
    metrics.write();
  }

  // THEN
  expect(lines()).toMatchObject([{ message: 'Lost a record: the CloudWatch agent does not keep up' }]);
  await agent.flush();
  metrics.count('Bytes');
  metrics.write();
  expect(lines()).toEqual([]);
  await agent.flush();
});

test('a datagram is sent where there is no connection', async () => {
  // GIVEN
  const listener = createSocket('udp4');
  listener.bind(0, '127.0.0.1');
  await once(listener, 'listening');
  const { agent, metricsEmitter } = await processWith(listener.address().port, undefined, 'udp');

  // WHEN
  const received = once(listener, 'message');
  const metrics = metricsEmitter(catalogue)();
  metrics.count('Bytes', 5);
  metrics.write();
  await agent.flush();

  // THEN
  const [message] = await received;
  expect(dataOf(JSON.parse(`${message}`))).toMatchObject([{ name: 'Bytes', value: 5 }]);
  listener.close();
});

test('a process that has flushed ends, although it is still connected', async () => {
  const { port } = await listening();
  const code = `
    const { sendToAgent } = require('./lambda/agent');
    const { metricsEmitter } = require('./lambda/runtime');
    const { defineMetrics } = require('./lib/catalogue');
    (async () => {
      const agent = await sendToAgent();
      const metrics = metricsEmitter(defineMetrics({ namespace: 'App', metrics: { Jobs: { unit: 'Count' } } }))();
      metrics.count('Jobs');
      metrics.write();
      await agent.flush();
      const flushed = performance.now();
      process.on('exit', () => console.log(performance.now() - flushed));
    })();`;
  const env = { ...process.env, AWS_EMF_AGENT_ENDPOINT: `tcp://127.0.0.1:${port}` };
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const [status] = await once(child, 'exit');
  expect(status).toBe(0);
  expect(Number(text)).toBeLessThan(3000);
  expect(agents[0].received.flatMap(dataOf)).toMatchObject([{ name: 'Jobs', value: 1 }]);
}, 20_000);

test('says what to install', async () => {
  jest.doMock('aws-embedded-metrics/lib/sinks/AgentSink.js', () => {
    throw new Error("Cannot find package 'aws-embedded-metrics'");
  });
  await expect(processWith(1)).rejects.toThrow(
    'aws-embedded-metrics, which sends records to the CloudWatch agent, is not installed. Run: npm install aws-embedded-metrics',
  );
  jest.dontMock('aws-embedded-metrics/lib/sinks/AgentSink.js');
});
