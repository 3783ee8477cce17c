import { discordMessage } from '../rendering/discord';
import type { Channel, Means } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';

/** Discord by a webhook. */
export const discordWebhook = (means: Means, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(means, secret, discordMessage(alert, incident, options), delivery);
  },
});
