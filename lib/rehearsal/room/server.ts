import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from './clock';
import { routes } from './routes';

/** The address that serves the room. */
export interface Serving {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Serves a room on loopback.
 *
 * @param port another one is taken if somebody has it
 */
export async function serve(clock: Clock, port: number): Promise<Serving> {
  const server = createServer();
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  const hosts = [LOOPBACK, 'localhost'].map((host) => `${host}:${own}`);
  server.on('request', getRequestListener(routes(clock, hosts, pageFolder()).fetch));
  return {
    url: `http://${LOOPBACK}:${own}/`,
    close: async () => {
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

/** Where the bundled page is, of the package and of the sources alike. */
const pageFolder = (): string =>
  join(dirname(require.resolve('cdk-vigil/package.json')), 'dist', 'lib', 'rehearsal', 'room', 'page');
