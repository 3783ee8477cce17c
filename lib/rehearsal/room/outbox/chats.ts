import type { Answer, Fetch } from '../../../../lambda/shared/http/post';
import type { ChannelSettings } from '../../../contracts/channels';
import type { Content } from './message';

/** An address that leads nowhere: what is sent to it is kept here. */
const HOST = 'https://room.invalid/';
/** The first part of the path of Slack's Web API; of all others, it is the id of a channel. */
const SLACK = 'slack-api';
export const SLACK_API = `${HOST}${SLACK}`;

const addressOf = ({ id }: ChannelSettings): string => `${HOST}${encodeURIComponent(id)}`;

/** The same channels, where those that name an address have one of the room. */
export const channelsHere = (channels: readonly ChannelSettings[]): ChannelSettings[] =>
  channels.map((channel) => ('api' in channel ? { ...channel, api: addressOf(channel) } : channel));

/** Each secret leads to the channel that it is for. */
export function secretFor(channels: readonly ChannelSettings[], name: string): string {
  const channel = channels.find((each) => 'secret' in each && each.secret === name);
  if (channel === undefined) return 'a key of this rehearsal';
  return JSON.stringify({
    url: addressOf(channel),
    token: 'xoxb-rehearsal',
    signingKey: 'whsec_cmVoZWFyc2Fs',
    routingKey: 'rehearsal'.padEnd(32, '0'),
    apiKey: 'rehearsal',
  });
}

/** What came, with what it replaces if it is a change of an earlier message. */
export type Receive = (channelId: string, content: Content, replaces?: string, key?: string) => void;

type PayloadKind = 'slack' | 'discord' | 'teams' | 'webhook';

/** What a receiver sees of each kind of channel, and how the other side says that it has the message. */
const KINDS: Readonly<
  Partial<Record<ChannelSettings['kind'], { is: PayloadKind; answer: readonly [number, string] }>>
> = {
  slack: { is: 'slack', answer: [200, 'ok'] },
  discord: { is: 'discord', answer: [204, ''] },
  teams: { is: 'teams', answer: [202, ''] },
  pagerDuty: { is: 'webhook', answer: [202, '{"status":"success"}'] },
  opsgenie: { is: 'webhook', answer: [202, '{"requestId":"rehearsal"}'] },
  webhook: { is: 'webhook', answer: [200, ''] },
};

/** The other sides of all channels, which take everything. */
export function chats(channels: readonly ChannelSettings[], receive: Receive): Fetch {
  let messages = 0;
  const slack = (method: string, payload: Readonly<Record<string, unknown>>): Answer => {
    const bot = channels.find((each) => each.kind === 'slackBot' && each.channel === payload.channel);
    const ts = `${++messages}.000000`;
    if (bot !== undefined && method === 'chat.postMessage') receive(bot.id, { is: 'slack', payload }, undefined, ts);
    if (bot !== undefined && method === 'chat.update') receive(bot.id, { is: 'slack', payload }, String(payload.ts));
    return answer(200, JSON.stringify({ ok: true, ts, messages: [], upload_url: `${HOST}upload`, file_id: 'F1' }));
  };
  return async (address, { body }) => {
    const [first = '', second = ''] = new URL(address).pathname.split('/').slice(1).map(decodeURIComponent);
    const payload = typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : {};
    if (first === SLACK) return slack(second, payload);
    const channel = channels.find(({ id }) => id === first);
    const kind = channel && KINDS[channel.kind];
    if (channel === undefined || kind === undefined) return answer(200, '');
    receive(channel.id, { is: kind.is, payload: withoutKey(payload) });
    return answer(...kind.answer);
  };
}

/** The key of a service is none of what people see. */
const withoutKey = ({ routing_key: _, ...payload }: Readonly<Record<string, unknown>>): object => payload;

const answer = (status: number, text: string): Answer => ({
  ok: true,
  status,
  headers: { get: () => null },
  text: async () => text,
});
