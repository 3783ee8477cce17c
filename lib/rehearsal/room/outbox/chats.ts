import type { Answer, Fetch } from '../../../../lambda/shared/http/post';
import type { ChannelSettings } from '../../../contracts/channels';
import type { Content } from './message';

/** An address that leads nowhere: what is sent to it is kept here. */
const HOST = 'https://room.invalid/';
export const SLACK_API = `${HOST}slack`;

/** Each secret leads to the channel that it is for. */
export function secretFor(channels: readonly ChannelSettings[], name: string): string {
  const channel = channels.find((each) => 'secret' in each && each.secret === name);
  if (channel === undefined) return 'a key of this rehearsal';
  const url = `${HOST}${channel.kind}/${encodeURIComponent(channel.id)}`;
  return JSON.stringify({ url, token: 'xoxb-rehearsal', signingKey: 'whsec_cmVoZWFyc2Fs' });
}

/** What came, with what it replaces if it is a change of an earlier message. */
export type Receive = (channelId: string, content: Content, replaces?: string, key?: string) => void;

/** Slack, Discord and other servers, which take everything. */
export function chats(channels: readonly ChannelSettings[], receive: Receive): Fetch {
  let messages = 0;
  return async (address, { body }) => {
    const [kind = '', last = ''] = new URL(address).pathname.split('/').slice(1);
    const payload =
      typeof body === 'string' && body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {};
    if (kind !== 'slack' || channels.some(({ id }) => id === decodeURIComponent(last))) {
      receive(decodeURIComponent(last), { is: kind as 'slack', payload });
      return answer(kind === 'slack' ? 'ok' : '', kind === 'discord' ? 204 : 200);
    }
    const bot = channels.find((each) => each.kind === 'slackBot' && each.channel === payload.channel);
    const ts = `${++messages}.000000`;
    if (bot !== undefined && last === 'chat.postMessage') receive(bot.id, { is: 'slack', payload }, undefined, ts);
    if (bot !== undefined && last === 'chat.update') receive(bot.id, { is: 'slack', payload }, String(payload.ts));
    return answer(JSON.stringify({ ok: true, ts, messages: [], upload_url: `${HOST}upload/x`, file_id: 'F1' }));
  };
}

const answer = (text: string, status = 200): Answer => ({
  ok: true,
  status,
  headers: { get: () => null },
  text: async () => text,
});
