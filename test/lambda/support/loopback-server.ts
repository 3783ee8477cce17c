import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A service of others, as a server on loopback. */
export abstract class LoopbackServer {
  readonly #server = createServer((request, response) => void this.answer(request, response));

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>;

  public async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What goes wrong with one request. `After`: the message was accepted, but the response is lost. */
export type ChatFault =
  | 'hang'
  | 'hangAfter'
  | 'reset'
  | 'resetAfter'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

/** A service that receives messages, and can fail in each way that a network can. */
export abstract class LoopbackReceiver extends LoopbackServer {
  public fault: (path: string) => ChatFault | undefined = () => undefined;
  public readonly requests: { path: string; headers: Record<string, unknown>; body: string }[] = [];

  /** What it answers: a text as it is, anything else as JSON, or nothing. */
  protected abstract receive(
    path: string,
    body: string,
    request: IncomingMessage,
  ): { readonly status: number; readonly answer?: unknown };

  public clear(): void {
    this.fault = () => undefined;
    this.requests.length = 0;
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const fault = this.fault(path);
    const body = (await buffer(request)).toString('utf8');
    this.requests.push({ path, headers: request.headers, body });
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'hang') return;
    if (typeof fault === 'object') {
      return void response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
    }
    const { status, answer } = this.receive(path, body, request);
    if (fault === 'resetAfter') return void request.socket.destroy();
    if (fault === 'hangAfter') return;
    if (answer === undefined || typeof answer === 'string') return void response.writeHead(status).end(answer);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
}
