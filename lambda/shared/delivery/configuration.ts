import type { Severity } from '../../../lib/alerting/severity';

/** Where alerts are sent, as the construct writes it. Secrets are named here and never held. */
export type ChannelSettings = {
  /** Stays when routes are added or taken away: the ledger is kept by it. */
  readonly id: string;
  readonly severities: readonly Severity[];
  /** Who hears after those before have not answered; undefined: the first. */
  readonly level?: number;
} & (
  | { readonly kind: 'slack'; readonly secret: string; readonly mention?: string }
  | { readonly kind: 'slackBot'; readonly secret: string; readonly channel: string; readonly mention?: string }
  | { readonly kind: 'discord'; readonly secret: string; readonly mention?: string }
  | { readonly kind: 'webhook'; readonly secret: string }
  | { readonly kind: 'alertsTopic'; readonly topicArn: string }
);

export interface Configuration {
  readonly channels: readonly ChannelSettings[];
  readonly tableName: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /** After so many deliveries of a message, what has not been shown becomes a dead letter. */
  readonly mostDeliveries: number;
  readonly graphsBucket?: string;
  /** Where Slack's Web API is. */
  readonly slackApi: string;
}

export function configurationIn(environment: NodeJS.ProcessEnv): Configuration {
  const setting = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`The environment variable ${name} is not set.`);
    return value;
  };
  return {
    channels: JSON.parse(setting('CHANNELS')),
    tableName: setting('TABLE_NAME'),
    queueUrl: setting('QUEUE_URL'),
    deadLettersUrl: setting('DEAD_LETTERS_URL'),
    mostDeliveries: Number(setting('MOST_DELIVERIES')),
    graphsBucket: environment['GRAPHS_BUCKET'],
    slackApi: environment['SLACK_API'] ?? 'https://slack.com/api',
  };
}
