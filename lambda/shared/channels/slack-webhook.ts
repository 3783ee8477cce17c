import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, mentionFor, postTo } from './hook';
import { renderings } from './load-renderings';
import { SLACK_PACE } from './slack-pace';

const isOk = (answer: string): boolean => answer.trim() === 'ok';

/** Slack by an incoming webhook: each change is a message of its own. */
export const slackWebhook = (dependencies: ChannelDependencies, { secret, mention }: HookSettings): Channel => ({
  pace: SLACK_PACE,
  async show(delivery) {
    const { alert, incident } = delivery;
    const { slackMessage, plainSlackMessage } = renderings();
    const options = { mention: mentionFor(delivery, mention), pictures: await delivery.pictureLinks() };
    const message = slackMessage(alert, incident, options);
    const plain = () => plainSlackMessage(alert, incident, options.mention);
    await postTo(dependencies, secret, { message, plain, accepts: isOk }, delivery);
  },
});
