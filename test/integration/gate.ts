import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What becomes of a request; `end…`: the function that made it is ended before it arrives, or when its answer is there. */
export type Passage = 'pass' | 'done' | 'throttle' | 'endBefore' | 'endAfter';

/** Stands between a function and what it calls, where things go wrong that a cloud on loopback does not do by itself. */
export class Gate {
  readonly #server = createServer((request, response) => void this.#pass(request, response));

  private constructor(
    private readonly target: string,
    /** Given the action of AWS, such as `PutItem`, or the path. */
    private readonly decide: (action: string) => Passage,
    private readonly end: () => void,
  ) {}

  public static async open(target: string, decide: (action: string) => Passage, end: () => void): Promise<Gate> {
    const gate = new Gate(target, decide, end);
    await new Promise<void>((done) => gate.#server.listen(0, '127.0.0.1', done));
    return gate;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const passage = this.decide(actionOf(request, body));
    const json = { 'content-type': 'application/x-amz-json-1.0' };
    if (passage === 'done') return void response.writeHead(200, json).end('{}');
    if (passage === 'throttle') {
      return void response.writeHead(400, json).end('{"__type":"com.amazonaws#ThrottlingException","message":"slow"}');
    }
    if (passage === 'endBefore') return this.end();
    const answer = await this.#forward(request, body).catch(() => undefined);
    if (answer === undefined) return void request.socket.destroy();
    if (passage === 'endAfter') return this.end();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((done, fail) => {
      const sent = ask(new URL(url ?? '/', this.target), { method, headers }, async (received) => {
        const answer = await buffer(received);
        done({ status: received.statusCode ?? 0, headers: received.headers, body: answer });
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }
}

function actionOf({ headers, url }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return String(target).split('.')[1] as string;
  return /^Action=(\w+)|&Action=(\w+)/.exec(body.toString('latin1'))?.slice(1).find(Boolean) ?? String(url);
}
