import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';
import { renderings } from './load-renderings';

/** Discord documents no figure, and takes 30 messages a minute by a webhook. Project default: a sixth of them by themselves, so that there is room for P0. */
const PACE = { intervalMs: 2000, most: 5 };

/** Discord answers nothing, or the message where its address asks for that. */
const isDiscord = (answer: string, status: number): boolean => status === 204 || /^\{.*"id":/s.test(answer);

/** Discord by a webhook. */
export const discordWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  pace: PACE,
  async show(delivery) {
    const { alert, incident } = delivery;
    const { discordMessage, plainDiscordMessage } = renderings();
    const options = { mention: mentionFor(delivery, mention), pictures: await delivery.pictureLinks() };
    const message = discordMessage(alert, incident, options);
    const plain = () => plainDiscordMessage(alert, incident, options.mention);
    await postTo(dependencies, secret, { message, plain, accepts: isDiscord }, delivery);
  },
});
