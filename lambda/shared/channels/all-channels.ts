import type { ChannelKindName, ChannelSettings } from '../../../lib/contracts/channels';
import { alertsTopic } from './alerts-topic';
import type { Channel, Means } from './channel';
import { discordWebhook } from './discord';
import { signedWebhook } from './signed-webhook';
import { SlackBot } from './slack-bot';
import { slackWebhook } from './slack-webhook';

const CHANNELS: { readonly [Kind in ChannelKindName]: (means: Means, settings: ChannelSettings<Kind>) => Channel } = {
  slack: slackWebhook,
  slackBot: (means, settings) => new SlackBot(means, settings),
  discord: discordWebhook,
  webhook: signedWebhook,
  alertsTopic,
};

/** The channel that settings describe. */
export const channelOf = <Kind extends ChannelKindName>(settings: ChannelSettings<Kind>, means: Means): Channel =>
  CHANNELS[settings.kind as Kind](means, settings);
