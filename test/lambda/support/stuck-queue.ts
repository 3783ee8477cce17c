import { type Bench, CHANNELS } from './bench';
import type { ChatFault } from './loopback-server';
import { bySns, change, described, OK, trigger } from './payloads/payload';

/** A change of the alarm of a queue, as it arrives. */
export const alarm = (fields: Record<string, unknown> = {}): string =>
  bySns(
    'm',
    change('Shop/Orders/QueueStuck', {
      AlarmDescription: described('QueueStuck', 'Nothing has taken a message for long.', ['Look for errors.'], {
        unit: 'seconds',
      }),
      Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'Shop-Orders-1A2B' }),
      ...fields,
    }),
  ).body;
export const ALARM = alarm();
export const RECOVERY = alarm(OK);
export const TEST = alarm({ NewStateReason: 'TEST test-12345678: nothing is wrong.' });

/** The path of the webhook to Slack. */
export const HOOK = '/services/T000/B000/very-secret-part';
export const only = (id: string) => CHANNELS.filter((channel) => channel.id === id);

/** How often each channel shows a message. */
export const shownIn = ({ chat, aws }: Bench) => ({
  hook: chat.shown.get(HOOK)?.length ?? 0,
  bot: chat.posts.length,
  discord: chat.shown.get('/discord/very-secret-part')?.length ?? 0,
  webhook: chat.shown.get('/webhook/very-secret-part')?.length ?? 0,
  alerts: aws.published.length,
});
export const ONCE = { hook: 1, bot: 1, discord: 1, webhook: 1, alerts: 1 };

/** A chat whose first requests to a path have a fault. */
export function firstTimes({ chat }: Bench, count: number, path: string, fault: ChatFault): void {
  let left = count;
  chat.fault = (requested) => (requested.startsWith(path) && left-- > 0 ? fault : undefined);
}
