import type { ChannelSettings } from './channels';
import { type ConfigurationOf, json, number, optional, text } from './environment';

/** Timers of incidents: schedules of EventBridge Scheduler. */
export interface TimerSettings {
  /** The name of their group. */
  readonly group: string;
  /** What they run as. */
  readonly roleArn: string;
  /** Where their messages go. */
  readonly queueArn: string;
  readonly deadLettersArn: string;
}

/** What the notifier needs to handle incidents after their first message. */
export interface IncidentSettings {
  /** The address of the page on which people acknowledge. */
  readonly answersUrl: string;
  /** The ARN of the secret that signs its links. */
  readonly key: string;
  /** The account of the function and of the alarms that it may describe. */
  readonly account: string;
  /** How long an acknowledgement holds; undefined: as the severity says. */
  readonly acknowledgedMinutes?: number;
  readonly timers: TimerSettings;
}

/** Where the notifier takes messages from. */
export interface QueueUrls {
  /** What topics of alarms carry. */
  readonly alarms: string;
  /** The same of P0, which waits for nothing else. */
  readonly urgent: string;
  /** What timers, the incident API and the notifier itself write. Commands are taken from nowhere else. */
  readonly commands: string;
}

/** Of the notifier function. */
export const NOTIFIER_ENVIRONMENT = {
  channels: json<readonly ChannelSettings[]>('CHANNELS'),
  tableName: text('TABLE_NAME'),
  queueUrls: json<QueueUrls>('QUEUE_URLS'),
  deadLettersUrl: text('DEAD_LETTERS_URL'),
  /** After so many deliveries of a message, what has not been sent becomes a dead letter. */
  mostDeliveries: number('MOST_DELIVERIES'),
  /** Undefined: messages have no graphs. */
  graphsBucket: optional(text('GRAPHS_BUCKET')),
  /** The address of Slack's Web API, for tests. */
  slackApi: optional(text('SLACK_API')),
};
export type NotifierConfiguration = ConfigurationOf<typeof NOTIFIER_ENVIRONMENT>;

/** Besides, of the notifier function that handles incidents. */
export const INCIDENT_ENVIRONMENT = { incidents: json<IncidentSettings>('FOLLOW_UP') };

/** By this value of its variable `VIGIL` the command line recognises the function that it asks about incidents. */
export const INCIDENT_API_MARK = 'answers';

/** Of the function behind the page on which people acknowledge, and behind `vigil ack` and `vigil incident`. */
export const INCIDENT_API_ENVIRONMENT = {
  mark: text('VIGIL'),
  tableName: text('TABLE_NAME'),
  commandsUrl: text('COMMANDS_URL'),
  /** The ARN of the secret that signs links. */
  key: text('KEY'),
  /** How long an acknowledgement holds; undefined: as the severity says. */
  acknowledgedMinutes: optional(number('ACKNOWLEDGED_MINUTES')),
};
