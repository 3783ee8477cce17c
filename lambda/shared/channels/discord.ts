import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';
import { renderings } from './renderings';

/** Discord by a webhook. */
export const discordWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(dependencies, secret, renderings().discordMessage(alert, incident, options), delivery);
  },
});
