import { request } from 'node:http';
import { Clock } from '../../../lib/rehearsal/room/clock';
import { Room } from '../../../lib/rehearsal/room/room';
import { type Serving, serve } from '../../../lib/rehearsal/room/server';
import { assemblyWith } from '../templates';

let serving: Serving;

beforeAll(async () => {
  serving = await serve(room(), 0);
});
afterAll(() => serving.close());

function room(): Clock {
  const widgets = [
    { type: 'text', properties: { markdown: '# Orders' } },
    { type: 'hologram', properties: {} },
  ];
  const DashboardBody = JSON.stringify({ start: '-PT1H', widgets });
  const assembly = assemblyWith({
    Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: 'orders', DashboardBody } },
  });
  return new Clock(new Room(assembly, { title: 'orders' }), 60);
}

/** `fetch` does not let one choose these headers. */
const status = (headers: Record<string, string>, path = '/'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(new URL(path, serving.url), { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('the page allows nothing but itself', async () => {
  const response = await fetch(serving.url);

  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(await response.text()).toContain('<script src="/page.js"');
});

test('only this machine is answered, and only by its own name', async () => {
  const { host } = new URL(serving.url);
  const { port } = new URL(serving.url);

  expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(await status({ host })).toBe(200);
  expect(await status({ host: `localhost:${port}` })).toBe(200);
  expect(await status({ host: 'attacker.example' })).toBe(403);
  expect(await status({ host, origin: 'https://attacker.example' })).toBe(403);
  expect(await status({ host, origin: `http://${host}` })).toBe(200);
});

test.each(['/../package.json', '/%2e%2e/package.json', '/page.js.map', '/api/none'])(
  '%s is not served',
  async (path) => {
    expect(await status({}, path)).toBe(404);
  },
);

test('widgets say what they show, or why they cannot', async () => {
  const view = await (await fetch(new URL('/api/room', serving.url))).json();
  const contents = await (await fetch(new URL('/api/dashboards/0/widgets?only=0,1,9', serving.url))).json();

  expect(view).toMatchObject({ title: 'orders', dashboards: [{ name: 'orders', rangeSeconds: 3600 }] });
  expect(contents).toEqual({
    0: { is: 'text' },
    1: { is: 'nothing', why: "A widget of type 'hologram' cannot be shown here." },
  });
});

test('another port is taken if somebody has the wanted one', async () => {
  const other = await serve(room(), Number(new URL(serving.url).port));

  expect(other.url).not.toBe(serving.url);
  expect((await fetch(other.url)).status).toBe(200);
  await other.close();
});
