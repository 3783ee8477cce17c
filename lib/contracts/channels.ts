import type { Severity } from './severity';

/** The settings of a channel that the notifier sends to. */
interface RoutedFields {
  /** The ARN of the secret: the secret itself is read at run time only. */
  readonly secret: string;
  /** The id of the chat's channel, where the secret leaves that open. */
  readonly channel?: string;
  /** Whom P0 and P1 mention when they begin. */
  readonly mention?: string;
}

/** The settings of a service for on-call. */
interface OnCallFields extends RoutedFields {
  /** The address of its API, by the region of the account: `https://events.pagerduty.com`. */
  readonly api: string;
}

interface ChannelKind<Fields> {
  /** In reports: `Slack`. */
  readonly label: string;
  /** Whether its messages have a graph of the metric. */
  readonly hasGraph: boolean;
  /** Only a type: what the settings of such a channel hold. */
  readonly fields?: Fields;
}

const kind = <Fields>(label: string, { hasGraph }: { hasGraph: boolean }): ChannelKind<Fields> => ({
  label,
  hasGraph,
});

/** Each kind of channel that a route can lead to through the notifier. */
export const ROUTED_KINDS = {
  slack: kind<RoutedFields>('Slack', { hasGraph: true }),
  slackBot: kind<RoutedFields & { readonly channel: string }>('Slack', { hasGraph: true }),
  discord: kind<RoutedFields>('Discord', { hasGraph: true }),
  teams: kind<RoutedFields>('Teams', { hasGraph: false }),
  pagerDuty: kind<OnCallFields>('PagerDuty', { hasGraph: false }),
  opsgenie: kind<OnCallFields>('Opsgenie', { hasGraph: false }),
  webhook: kind<RoutedFields & { readonly allowHttp?: boolean }>('webhook', { hasGraph: false }),
};

/** All kinds: e-mail and SMS are subscribed to the alerts topic. */
export const CHANNEL_KINDS = {
  ...ROUTED_KINDS,
  alertsTopic: kind<{ readonly topicArn: string }>('topic', { hasGraph: false }),
};

export type RoutedKindName = keyof typeof ROUTED_KINDS;
export type ChannelKindName = keyof typeof CHANNEL_KINDS;

/** How reports name a kind: by itself if no version here knows it. */
export const labelOf = (name: string): string =>
  Object.hasOwn(CHANNEL_KINDS, name) ? CHANNEL_KINDS[name as ChannelKindName].label : name;

/** What the settings of a kind of channel hold besides what all have. */
export type FieldsOf<Kind extends ChannelKindName> = NonNullable<(typeof CHANNEL_KINDS)[Kind]['fields']>;

/** A channel as the construct describes it to the notifier. */
export type ChannelSettings<Kind extends ChannelKindName = ChannelKindName> = {
  [Each in Kind]: {
    readonly kind: Each;
    /** Does not change when routes are added or removed: deliveries are recorded under it. */
    readonly id: string;
    readonly severities: readonly Severity[];
    /** Of escalation; undefined: the first. */
    readonly level?: number;
  } & FieldsOf<Each>;
}[Kind];
