import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Room } from './room';

/** The address that serves the room. */
export interface Serving {
  readonly url: string;
  /** Shows another assembly from now on. */
  readonly replace: (room: Room) => void;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Real time between two updates. */
const TICK_MS = 500;

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
 * Serves a room on loopback.
 *
 * @param port another one is taken if somebody has it
 */
export async function serve(room: Room, port: number): Promise<Serving> {
  let current = room;
  let edition = 1;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    current.pass((now - last) / 1000);
    last = now;
  }, TICK_MS);
  const server = createServer();
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  const app = application(
    own,
    () => current,
    () => edition,
  );
  server.on('request', getRequestListener(app.fetch));
  return {
    url: `http://${LOOPBACK}:${own}/`,
    replace: (next) => {
      current = next;
      edition++;
    },
    close: async () => {
      clearInterval(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // those that wait for updates never end by themselves
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, LOOPBACK, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(port).catch((error: NodeJS.ErrnoException) => {
    if (!['EADDRINUSE', 'EACCES'].includes(error.code ?? '')) throw error;
    return listen(0);
  });
}

function application(port: number, room: () => Room, edition: () => number): Hono {
  const app = new Hono();
  const hosts = [LOOPBACK, 'localhost'].map((host) => `${host}:${port}`);
  app.use(async (context, next) => {
    // another site that gives its own name to this address reads nothing
    const origin = context.req.header('origin');
    const isOwn =
      hosts.includes(context.req.header('host') ?? '') &&
      (origin === undefined || hosts.some((host) => origin === `http://${host}`));
    if (!isOwn) return context.text('This address is for this machine only.', 403);
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    return next();
  });
  for (const [file, type] of Object.entries(TYPES)) {
    const content = readFileSync(join(pageFolder(), file));
    app.get(file === 'index.html' ? '/' : `/${file}`, (context) =>
      context.body(content, 200, { 'content-type': type }),
    );
  }
  app.get('/api/room', (context) => context.json(room().view));
  app.get('/api/dashboards/:dashboard/widgets', (context) => {
    const dashboard = Number(context.req.param('dashboard'));
    const range = Math.min(Math.max(Number(context.req.query('range')) || 10_800, 300), 14 * 86_400);
    const wanted = (context.req.query('only') ?? '').split(',').filter((word) => /^\d{1,4}$/.test(word));
    const found = wanted.flatMap((word) => {
      const content = room().widget(dashboard, Number(word), range);
      return content === undefined ? [] : [[word, content] as const];
    });
    return context.json(Object.fromEntries(found));
  });
  app.get('/api/moments', (context) =>
    streamSSE(context, async (stream) => {
      while (!stream.aborted && !stream.closed) {
        await stream.writeSSE({ data: JSON.stringify({ ...room().moment(), edition: edition() }) });
        await stream.sleep(TICK_MS);
      }
    }),
  );
  app.notFound((context) => context.text('There is nothing at this address.', 404));
  return app;
}

/** Where the bundled page is: beside this file in the package; in `dist` while the sources run. */
function pageFolder(): string {
  const root = join(require.resolve('cdk-vigil/package.json'), '..');
  return join(root, 'dist', 'lib', 'rehearsal', 'room', 'page');
}
