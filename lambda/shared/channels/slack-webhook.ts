import { slackMessage } from '../rendering/slack';
import type { Channel, Means } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';

/** Slack by an incoming webhook: each change is a message of its own. */
export const slackWebhook = (means: Means, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(means, secret, slackMessage(alert, incident, options), delivery);
  },
});
