import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';
import { renderings } from './renderings';
import { SLACK_PACE } from './slack-pace';

/** Slack by an incoming webhook: each change is a message of its own. */
export const slackWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  pace: SLACK_PACE,
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(dependencies, secret, renderings().slackMessage(alert, incident, options), delivery);
  },
});
