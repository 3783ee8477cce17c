import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import type { Clock } from './clock';
import { commandIn } from './commands';

/** Real time between two updates. */
const UPDATE_MS = 500;
const LARGEST_BODY = 10_000;
/** Of log lines: CloudWatch takes at most 256 KB of one. */
const LARGEST_LINES = 1_000_000;
/** Before the id of a variable in a query. */
const CHOICE = 'choice.';
const LONGEST_RANGE = 2 * 86_400;

const HEADERS: Readonly<Record<string, string>> = {
  // uPlot and Preact set styles through the DOM, which needs no permission
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'page.css': 'text/css; charset=utf-8',
};

/**
 * What the room answers.
 *
 * @param hosts the names by which it may be called
 * @param folder where the bundled page is
 */
export function routes(clock: Clock, hosts: readonly string[], folder: string): Hono {
  const app = new Hono();
  const origins = hosts.map((host) => `http://${host}`);
  app.use(async (context, next) => {
    // another site that gives its own name to this address reads nothing, and sends nothing
    const { host = '', origin } = context.req.header();
    if (!hosts.includes(host) || (origin !== undefined && !origins.includes(origin))) {
      return context.text('This address is for this machine only.', 403);
    }
    await next();
    for (const [name, value] of Object.entries(HEADERS))
      if (!context.res.headers.has(name)) context.header(name, value);
    return undefined;
  });
  for (const [file, type] of Object.entries(TYPES)) {
    const content = readFileSync(join(folder, file));
    app.get(file === 'index.html' ? '/' : `/${file}`, (context) =>
      context.body(content, 200, { 'content-type': type }),
    );
  }
  app.get('/api/room', (context) => context.json(clock.room.view));
  app.get('/api/dashboards/:dashboard/widgets', (context) => {
    const dashboard = Number(context.req.param('dashboard'));
    const wanted = (context.req.query('only') ?? '').split(',').filter((word) => /^\d{1,4}$/.test(word));
    const found = wanted.flatMap((word) => {
      const content = clock.room.widget(dashboard, Number(word), rangeIn(context), choicesIn(context));
      return content === undefined ? [] : [[word, content] as const];
    });
    return context.json(Object.fromEntries(found));
  });
  app.get('/api/alarms', (context) => context.json(clock.room.statuses()));
  app.get('/api/alarms/:alarm', (context) => {
    const detail = clock.room.alarm(Number(context.req.param('alarm')), rangeIn(context));
    return detail === undefined ? context.notFound() : context.json(detail);
  });
  app.get('/api/outbox', (context) => context.json(clock.room.outbox()));
  app.get('/alarms.test.yaml', (context) =>
    context.body(clock.room.savedTest(), 200, {
      'content-type': 'application/yaml; charset=utf-8',
      'content-disposition': 'attachment; filename="alarms.test.yaml"',
    }),
  );
  app.get('/api/moments', (context) =>
    streamSSE(context, async (stream) => {
      while (!stream.aborted && !stream.closed) {
        await stream.writeSSE({ data: JSON.stringify(clock.moment()) });
        await stream.sleep(UPDATE_MS);
      }
    }),
  );
  app.post('/api/commands', bodyLimit({ maxSize: LARGEST_BODY }), async (context) => {
    const command = commandIn(await context.req.json().catch(() => undefined));
    if (command === undefined || !(await clock.obey(command))) return context.text('There is no such command.', 400);
    return context.json(clock.moment());
  });
  app.get('/api/report', (context) => context.json(clock.reports()));
  app.get('/api/functions', (context) => context.json(clock.host.functions));
  app.get('/api/calls', (context) => context.json(clock.host.view()));
  app.post('/api/functions/:function', bodyLimit({ maxSize: LARGEST_LINES }), async (context) => {
    const event: unknown = await context.req.json().catch(() => undefined);
    if (event === undefined) return context.text('The event is no JSON.', 400);
    const call = await clock.host.call(Number(context.req.param('function')), event);
    return call === undefined ? context.text('There is no such function.', 404) : context.json(call);
  });
  app.post('/api/metrics', bodyLimit({ maxSize: LARGEST_LINES }), async (context) =>
    context.json(await clock.receive((await context.req.text()).split('\n'))),
  );
  app.on(['GET', 'POST'], '/answers', bodyLimit({ maxSize: LARGEST_BODY }), acknowledge(clock));
  app.notFound((context) => context.text('There is nothing at this address.', 404));
  app.onError((error, context) => {
    console.error(error);
    return context.text('The room could not answer. Its terminal shows why.', 500);
  });
  return app;
}

const rangeIn = (context: Context): number =>
  Math.min(Math.max(Number(context.req.query('range')) || 10_800, 300), LONGEST_RANGE);

/** The values of variables: `choice.ID=VALUE`. */
const choicesIn = (context: Context): Record<string, string> =>
  Object.fromEntries(
    Object.entries(context.req.query()).flatMap(([name, value]) =>
      name.startsWith(CHOICE) ? [[name.slice(CHOICE.length), value] as const] : [],
    ),
  );

/** The page of the incident API, as it is deployed. */
const acknowledge = (clock: Clock) => async (context: Context) => {
  const rawQueryString = new URL(context.req.url).search.slice(1);
  const body = context.req.method === 'POST' ? await context.req.text() : undefined;
  const request = { rawQueryString, body, isBase64Encoded: false };
  const page = await clock.room.acknowledge({ ...request, requestContext: { http: { method: context.req.method } } });
  if (page === undefined) return context.notFound();
  return context.body(page.body, page.statusCode as 200, { ...page.headers });
};
