import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';
import { renderings } from './renderings';

/** Discord documents no figure, and takes 30 messages a minute by a webhook. Project default: a sixth of them by themselves, so that there is room for P0. */
const PACE = { intervalMs: 2000, most: 5 };

/** Discord by a webhook. */
export const discordWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  pace: PACE,
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(dependencies, secret, renderings().discordMessage(alert, incident, options), delivery);
  },
});
