import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What goes wrong with one request. `After`: it was shown, and nobody hears of it. */
export type ChatFault =
  | 'hang'
  | 'hangAfter'
  | 'reset'
  | 'resetAfter'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

// biome-ignore lint/suspicious/noExplicitAny: messages are what they are
type Json = any;

export interface SlackPost {
  readonly ts: string;
  readonly thread?: string;
  message: Json;
}

/** Slack with its hooks and Web API, Discord's hooks and somebody's web server, as far as the notifier can tell. */
export class LoopbackChat {
  public fault: (path: string) => ChatFault | undefined = () => undefined;
  /** What hooks have shown, by their path. */
  public readonly shown = new Map<string, Json[]>();
  /** What Slack's channel shows. */
  public readonly posts: SlackPost[] = [];
  public readonly uploads: { thread: string; bytes: string }[] = [];
  public readonly requests: { path: string; headers: Record<string, unknown>; body: string }[] = [];
  readonly #known = new Set<string>();
  readonly #files = new Map<string, string>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  public static async start(): Promise<LoopbackChat> {
    const chat = new LoopbackChat();
    await new Promise<void>((resolve) => chat.#server.listen(0, '127.0.0.1', resolve));
    return chat;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  public clear(): void {
    this.fault = () => undefined;
    this.shown.clear();
    this.#known.clear();
    this.posts.length = 0;
    this.uploads.length = 0;
    this.requests.length = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const fault = this.fault(path);
    const body = (await buffer(request)).toString('utf8');
    this.requests.push({ path, headers: request.headers, body });
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'hang') return;
    if (typeof fault === 'object') {
      return void response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
    }
    const answer = path.startsWith('/api/') ? this.#api(path.slice(5), body, request) : this.#hook(path, body, request);
    if (fault === 'resetAfter') return void request.socket.destroy();
    if (fault === 'hangAfter') return;
    if (path.startsWith('/discord')) return void response.writeHead(204).end();
    if (typeof answer === 'string') return void response.writeHead(200).end(answer);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #hook(path: string, body: string, { headers }: IncomingMessage): unknown {
    // a receiver of signed webhooks knows a repetition by its id
    const id = headers['webhook-id'];
    if (id !== undefined && this.#known.has(`${path} ${id}`)) return 'known';
    this.#known.add(`${path} ${id}`);
    this.shown.set(path, [...(this.shown.get(path) ?? []), path.startsWith('/upload') ? body : JSON.parse(body)]);
    return 'ok';
  }

  #api(method: string, body: string, { headers }: IncomingMessage): Json {
    if (headers.authorization !== 'Bearer xoxb-secret-token') return { ok: false, error: 'invalid_auth' };
    const input: Json = body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
    const methods: Record<string, () => Json> = {
      'chat.postMessage': () => {
        const ts = `${1_787_458_000 + this.posts.length}.000100`;
        this.posts.push({ ts, thread: input.thread_ts, message: input });
        return { ok: true, ts, channel: input.channel };
      },
      'chat.update': () => {
        const post = this.posts.find(({ ts }) => ts === input.ts);
        if (post === undefined) return { ok: false, error: 'message_not_found' };
        post.message = { ...input, metadata: post.message.metadata };
        return { ok: true, ts: input.ts };
      },
      'conversations.history': () => ({
        ok: true,
        // the newest first, as many as are asked for
        messages: this.posts
          .filter(({ thread, message }) => thread === undefined && message.channel === input.channel)
          .slice(-Number(input.limit))
          .reverse()
          .map(asSlackLists),
      }),
      'conversations.replies': () => ({
        ok: true,
        messages: this.posts.filter(({ ts, thread }) => ts === input.ts || thread === input.ts).map(asSlackLists),
      }),
      'files.getUploadURLExternal': () => {
        this.#files.set('F1', input.filename);
        return { ok: true, upload_url: `${this.url}/upload/F1`, file_id: 'F1' };
      },
      'files.completeUploadExternal': () => {
        this.uploads.push({ thread: input.thread_ts, bytes: String(this.shown.get('/upload/F1')?.at(-1)) });
        return { ok: true };
      },
    };
    return (methods[method] ?? (() => ({ ok: false, error: 'unknown_method' })))();
  }
}

const asSlackLists = ({ ts, message }: SlackPost) => ({ ...message, ts });
