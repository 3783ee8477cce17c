import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import type { Certificate } from './certificates';

interface Open {
  readonly server: TcpServer;
  readonly sockets: Set<Socket>;
}

const open: Open[] = [];

/** Closes all servers of a test file, also those that never answer. */
export async function closeServers(): Promise<void> {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function listen(server: TcpServer | Server, host: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  open.push({ server: server as TcpServer, sockets });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server. @returns its port */
export const httpServer = (listener: RequestListener, host = '127.0.0.1'): Promise<number> =>
  listen(createServer(listener), host);

export const httpsServer = (certificate: Certificate, listener: RequestListener): Promise<number> =>
  listen(createSecureServer(certificate, listener), '127.0.0.1');

export const tcpServer = (listener: (socket: Socket) => void): Promise<number> =>
  listen(createTcpServer(listener), '127.0.0.1');

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
