import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { Picture } from '../alerts/picture';
import { hasGraph } from '../delivery/graph';
import { Permanent, Transient } from '../failure';
import { post } from '../http/post';
import type { Channel, ChannelDependencies, Delivery } from './channel';
import { inPlainFormIfNeeded, mentionFor } from './hook';
import { renderings } from './load-renderings';
import { SLACK_PACE } from './slack-pace';

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly ts?: string;
  readonly messages?: readonly {
    readonly ts: string;
    readonly metadata?: { readonly event_payload?: { id?: string } };
  }[];
  readonly upload_url?: string;
  readonly file_id?: string;
}

const SLACK_API = 'https://slack.com/api';
const EVENT = 'vigil_alert';
/** Errors that pass, though Slack answers them with HTTP 200. */
const PASSING = [
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'message_limit_exceeded',
  'team_added_to_org',
];
/** Why a message stays as it is: somebody deleted it, or it is another app's. The news goes into its thread all the same. */
const UNCHANGEABLE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** The message is too long or has something that Slack does not take. */
const FORM = [
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_too_long',
  'msg_blocks_too_long',
  'attachment_payload_limit_exceeded',
  'too_many_attachments',
  'no_text',
];
/** Slack's errors are words; what is no word may be a secret. */
const WORD = /^[a-z_]{1,60}$/;
const MOST_MESSAGES = 200;
/** A doubt is settled by looking back this far before now. */
const LOOK_BACK_SECONDS = 2 * 3600;

/** Slack by a bot's token: one message per incident, which is updated, and its timeline in the thread. */
export class SlackBot implements Channel {
  public readonly pace = SLACK_PACE;

  public constructor(
    private readonly dependencies: ChannelDependencies,
    private readonly settings: ChannelSettings<'slackBot'>,
  ) {}

  public async show(delivery: Delivery): Promise<void> {
    const { alert, incident } = delivery;
    const { channel, mention } = this.settings;
    const thread = await this.#thread(delivery);
    const options = { mention: mentionFor(delivery, mention) };
    const message = renderings().slackMessage(alert, incident, options);
    const plain = () => renderings().plainSlackMessage(alert, incident, options.mention);
    const metadata = { event_type: EVENT, event_payload: { id: alert.id } };
    if (thread === undefined) {
      const { ts } = await inPlainFormIfNeeded(
        () => this.#call('chat.postMessage', { channel, ...message, metadata }, delivery),
        () => this.#call('chat.postMessage', { channel, ...plain(), metadata }, delivery),
      );
      if (ts !== undefined) await this.#keep(delivery, ts);
      return;
    }
    if (!incident.isLate && (alert.note === undefined || incident.isOpen)) {
      // changing it twice shows it once
      const { note } = alert;
      const main =
        note === undefined
          ? message
          : renderings().slackMessage(note.whole ?? { ...alert, note: undefined }, incident, {});
      await this.#call('chat.update', { channel, ts: thread, ...main }, delivery, [...UNCHANGEABLE, ...FORM]);
    }
    const inThread = { channel, thread_ts: thread, metadata };
    await inPlainFormIfNeeded(
      () => this.#call('chat.postMessage', { ...inThread, ...message }, delivery),
      () => this.#call('chat.postMessage', { ...inThread, ...plain() }, delivery),
    );
  }

  public async wasShown(delivery: Delivery): Promise<boolean> {
    const { incident } = delivery;
    const thread = await this.#thread(delivery);
    const oldest = `${Math.floor(this.dependencies.now() / 1000) - LOOK_BACK_SECONDS}`;
    const message = await this.#find('conversations.history', { oldest }, delivery);
    if (message !== undefined && thread === undefined) await this.#keep(delivery, message);
    if (message !== undefined) return true;
    if (thread !== undefined && (await this.#find('conversations.replies', { ts: thread }, delivery))) return true;
    // it may be in a thread that is not known any more
    if (incident.isLate || incident.isUnknown) {
      throw new Permanent('Its thread is not known any more, so this may have been shown already.');
    }
    return false;
  }

  /** The graphs of the metrics go into the thread. */
  public async embellish(delivery: Delivery): Promise<void> {
    if (!hasGraph(delivery.alert)) return;
    const [thread, pictures] = await Promise.all([this.#thread(delivery), delivery.pictures()]);
    if (thread === undefined) return;
    for (const picture of pictures) await this.#upload(picture, thread, delivery);
  }

  async #upload({ name, bytes }: Picture, thread: string, delivery: Delivery): Promise<void> {
    const upload = new URLSearchParams({ filename: 'metric.png', length: `${bytes.length}` }).toString();
    const slot = await this.#call('files.getUploadURLExternal', upload, delivery);
    await post(this.dependencies.fetch, { url: slot.upload_url ?? '', body: bytes }, delivery.timeoutMs());
    const files = [{ id: slot.file_id, title: `The metric of ${name}`.slice(0, 200) }];
    const completion = { channel_id: this.settings.channel, thread_ts: thread, files };
    await this.#call('files.completeUploadExternal', completion, delivery);
  }

  /** The message of the alarm's current incident. */
  async #thread({ alert, incident }: Delivery): Promise<string | undefined> {
    const thread = await this.dependencies.incidents.thread(alert.subject, this.settings.id);
    return thread !== undefined && thread.startedAt === startOf(alert, incident) ? thread.id : undefined;
  }

  async #keep({ alert, incident }: Delivery, id: string): Promise<void> {
    const startedAt = startOf(alert, incident);
    try {
      await this.dependencies.incidents.keepThread(alert.subject, this.settings.id, { id, startedAt });
    } catch {
      // the message is shown; without its timestamp, the next change is a message of its own
    }
  }

  async #find(method: string, thread: Record<string, string>, delivery: Delivery): Promise<string | undefined> {
    const { channel } = this.settings;
    const query = { channel, include_all_metadata: 'true', limit: `${MOST_MESSAGES}`, ...thread };
    const { messages = [] } = await this.#call(method, new URLSearchParams(query).toString(), delivery);
    return messages.find(({ metadata }) => metadata?.event_payload?.id === delivery.alert.id)?.ts;
  }

  #call(method: string, input: object | string, delivery: Delivery, accepted: readonly string[] = []): Promise<Answer> {
    return this.dependencies.secrets.withFresh(this.settings.secret, () =>
      this.#ask(method, input, delivery, accepted),
    );
  }

  async #ask(method: string, input: object | string, delivery: Delivery, accepted: readonly string[]): Promise<Answer> {
    const token = await this.dependencies.secrets.text(this.settings.secret, 'token');
    const isForm = typeof input === 'string';
    const answer = await post(
      this.dependencies.fetch,
      {
        url: `${this.dependencies.slackApi ?? SLACK_API}/${method}`,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
        },
        body: isForm ? input : JSON.stringify(input),
      },
      delivery.timeoutMs(),
    );
    const said = answerIn(answer);
    const { ok, error } = said;
    if (ok || (error !== undefined && accepted.includes(error))) return said;
    if (error === undefined) {
      throw new Transient(`Slack's ${method}: no answer that could be read`, { isUnanswered: true });
    }
    const reason = `Slack's ${method}: ${WORD.test(error) && !token.includes(error) ? error : 'an error without a name'}`;
    throw PASSING.includes(error) ? new Transient(reason) : new Permanent(reason, undefined, FORM.includes(error));
  }
}

/** What has no known beginning is an incident of its own. */
const startOf = ({ changedAt }: Delivery['alert'], { startedAt }: Delivery['incident']): number =>
  startedAt ?? changedAt;

function answerIn(text: string): Answer {
  try {
    const answer: Answer = JSON.parse(text);
    if (typeof answer?.ok === 'boolean') return answer;
  } catch {
    // a proxy's page
  }
  return { ok: false };
}
