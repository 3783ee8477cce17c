import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { App } from 'aws-cdk-lib';
import { newStack, newVigil, ONCALL } from '../support/synth';
import { type Outcome, runIn } from './terminal';

const FUNCTION = 'Shop-Vigil-HealthChecks-checker';
const URL_OF = (name: string) => `https://a1b2c3.execute-api.eu-west-1.amazonaws.com/?heartbeat=${name}&signature=x`;

let server: Server;
let isDeployed = true;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { heartbeatUrl } = JSON.parse(await text(request));
    if (!isDeployed || !request.url?.includes(`/functions/${FUNCTION}/`)) {
      return response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
    }
    return response.end(JSON.stringify(URL_OF(heartbeatUrl)));
  });
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

/** An app with two heartbeats and a check that is none. */
function appWith(heartbeatUrls: boolean): string {
  const stack = newStack({ env: { region: 'eu-west-1', account: '123456789012' } });
  const services = [
    { name: 'nightly', max_age: 90_000 },
    { name: 'hourly', max_age: 4000 },
    { name: 'portal', url: 'https://shop.example.com/' },
  ];
  newVigil(stack, { routes: [ONCALL] }).healthChecks({ version: '1.0', services }, { heartbeatUrls });
  return (stack.node.root as App).synth().directory;
}

describe('vigil heartbeats', () => {
  let app: string;
  beforeAll(() => {
    app = appWith(true);
  });
  const vigil = (...words: string[]): Promise<Outcome> => runIn(app, ['heartbeats', ...words, '--app', app]);

  test('prints the URL of each, on one line however narrow the terminal is', async () => {
    expect(await vigil()).toMatchObject({
      exitCode: 0,
      stdout: `nightly  ${URL_OF('nightly')}\nhourly   ${URL_OF('hourly')}\n`,
    });
  });

  test('prints those that are named, as JSON too', async () => {
    const { stdout } = await vigil('hourly', '--json');

    expect(JSON.parse(stdout)).toEqual([{ name: 'hourly', url: URL_OF('hourly') }]);
  });

  test('names what there is where a name is unknown', async () => {
    expect(await vigil('portal')).toMatchObject({
      exitCode: 2,
      stderr: 'vigil: there is no heartbeat portal with a URL. There are: nightly, hourly.\n',
    });
  });

  test('says so where the app is not deployed', async () => {
    isDeployed = false;
    const { exitCode, stderr } = await vigil();
    isDeployed = true;

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`There is no function ${FUNCTION} in eu-west-1. Deploy the app first`);
  });
});

test('without URLs, vigil heartbeats says how there are some', async () => {
  const app = appWith(false);
  const { exitCode, stderr } = await runIn(app, ['heartbeats', '--app', app]);

  expect(exitCode).toBe(2);
  expect(stderr).toContain("no heartbeat has a URL. Set 'heartbeatUrls: true'");
});
