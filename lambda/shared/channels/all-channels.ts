import type { ChannelKindName, ChannelSettings } from '../../../lib/contracts/channels';
import { alertsTopic } from './alerts-topic';
import type { Channel, ChannelDependencies } from './channel';
import { discordWebhook } from './discord';
import { opsgenie } from './opsgenie';
import { pagerDuty } from './pager-duty';
import { signedWebhook } from './signed-webhook';
import { SlackBot } from './slack-bot';
import { slackWebhook } from './slack-webhook';
import { teams } from './teams';

const CHANNELS: {
  readonly [Kind in ChannelKindName]: (dependencies: ChannelDependencies, settings: ChannelSettings<Kind>) => Channel;
} = {
  slack: slackWebhook,
  slackBot: (dependencies, settings) => new SlackBot(dependencies, settings),
  discord: discordWebhook,
  teams,
  pagerDuty,
  opsgenie,
  webhook: signedWebhook,
  alertsTopic,
};

/** The channel that settings describe. */
export const channelOf = <Kind extends ChannelKindName>(
  settings: ChannelSettings<Kind>,
  dependencies: ChannelDependencies,
): Channel => CHANNELS[settings.kind as Kind](dependencies, settings);
