import { slackMessage } from '../rendering/slack';
import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';

/** Slack by an incoming webhook: each change is a message of its own. */
export const slackWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(dependencies, secret, slackMessage(alert, incident, options), delivery);
  },
});
