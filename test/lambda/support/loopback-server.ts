import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Fetch } from '../../../lambda/shared/http/post';

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

/** By names in lower case. */
export type Headers = Readonly<Record<string, unknown>>;

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
  public readonly requests: { path: string; headers: Headers; body: string }[] = [];

  /** What it answers: a text as it is, anything else as JSON, or nothing. */
  protected abstract receive(
    path: string,
    body: string,
    headers: Headers,
  ): { readonly status: number; readonly answer?: unknown };

  public clear(): void {
    this.fault = () => undefined;
    this.requests.length = 0;
  }

  /** The same without a connection between, for tests that are about something else. */
  public direct(): Fetch {
    return async (address, { headers, body }) => {
      const { pathname, search } = new URL(address);
      const outcome = this.#outcome(`${pathname}${search}`, headers, Buffer.from(body).toString());
      if (outcome === 'reset') throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      if (outcome === 'hang') throw Object.assign(new Error('no answer in time'), { code: 'ABORT_ERR' });
      const { status, headers: received, text } = outcome;
      return {
        ok: status >= 200 && status < 300,
        status,
        headers: { get: (name) => received[name] ?? null },
        text: async () => text,
      };
    };
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString('utf8');
    const outcome = this.#outcome(request.url ?? '', request.headers, body);
    if (outcome === 'reset') return void request.socket.destroy();
    if (outcome === 'hang') return;
    response.writeHead(outcome.status, outcome.headers).end(outcome.text);
  }

  #outcome(path: string, headers: Headers, body: string): Response | 'reset' | 'hang' {
    const fault = this.fault(path);
    this.requests.push({ path, headers, body });
    if (fault === 'reset' || fault === 'hang') return fault;
    if (typeof fault === 'object')
      return { status: fault.status, headers: fault.headers ?? {}, text: fault.body ?? '' };
    const { status, answer } = this.receive(path, body, headers);
    if (fault === 'resetAfter') return 'reset';
    if (fault === 'hangAfter') return 'hang';
    if (answer === undefined || typeof answer === 'string') return { status, headers: {}, text: answer ?? '' };
    return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(answer) };
  }
}

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
