import { type Headers, LoopbackReceiver } from './loopback-server';

// biome-ignore lint/suspicious/noExplicitAny: messages are what they are
type Json = any;

export interface SlackPost {
  readonly ts: string;
  readonly thread?: string;
  message: Json;
}

/** Slack with its hooks and Web API, Discord's hooks and somebody's web server, as far as the notifier can tell. */
export class LoopbackChat extends LoopbackReceiver {
  /** What hooks have shown, by their path. */
  public readonly shown = new Map<string, Json[]>();
  /** What Slack's channel shows. */
  public readonly posts: SlackPost[] = [];
  /** Each of its messages as it was at first. */
  public readonly postedAtFirst: Json[] = [];
  public readonly uploads: { thread: string; bytes: string }[] = [];
  readonly #known = new Set<string>();
  readonly #files = new Map<string, string>();

  public static start(): Promise<LoopbackChat> {
    return new LoopbackChat().listen();
  }

  public override clear(): void {
    super.clear();
    this.shown.clear();
    this.#known.clear();
    this.posts.length = 0;
    this.postedAtFirst.length = 0;
    this.uploads.length = 0;
  }

  protected override receive(path: string, body: string, headers: Headers) {
    const answer = path.startsWith('/api/') ? this.#api(path.slice(5), body, headers) : this.#hook(path, body, headers);
    return path.startsWith('/discord') ? { status: 204 } : { status: 200, answer };
  }

  #hook(path: string, body: string, headers: Headers): unknown {
    // a receiver of signed webhooks knows a repetition by its id
    const id = headers['webhook-id'];
    if (id !== undefined && this.#known.has(`${path} ${id}`)) return 'known';
    this.#known.add(`${path} ${id}`);
    this.shown.set(path, [...(this.shown.get(path) ?? []), path.startsWith('/upload') ? body : JSON.parse(body)]);
    return 'ok';
  }

  #api(method: string, body: string, headers: Headers): Json {
    if (headers['authorization'] !== 'Bearer xoxb-secret-token') return { ok: false, error: 'invalid_auth' };
    const input: Json = body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
    const methods: Record<string, () => Json> = {
      'chat.postMessage': () => {
        const ts = `${1_787_458_000 + this.posts.length}.000100`;
        this.posts.push({ ts, thread: input.thread_ts, message: input });
        this.postedAtFirst.push(input);
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
