import type { ChannelSettings } from '../delivery/configuration';
import { alertsTopic } from './alerts-topic';
import type { Channel, Means } from './channel';
import { discordWebhook } from './discord';
import { signedWebhook } from './signed-webhook';
import { SlackBot } from './slack-bot';
import { slackWebhook } from './slack-webhook';

/** The channel that settings describe. */
export function open(settings: ChannelSettings, means: Means, slackApi: string): Channel {
  switch (settings.kind) {
    case 'slack':
      return slackWebhook(means, settings);
    case 'slackBot':
      return new SlackBot(means, { ...settings, api: slackApi });
    case 'discord':
      return discordWebhook(means, settings);
    case 'webhook':
      return signedWebhook(means, settings);
    case 'alertsTopic':
      return alertsTopic(means, settings);
  }
}
