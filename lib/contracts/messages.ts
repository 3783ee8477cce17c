/** The message that shows every quarter of an hour that alerts get through. */
export const HEARTBEAT = JSON.stringify({ vigil: 'heartbeat' });

/** What asks the notifier for the daily report of open incidents. */
export interface ReportRequest {
  readonly vigil: 'digest';
  /** ISO 8601. */
  readonly time: string;
}

/** What has the notifier look at open incidents every hour: some end without a message. */
export interface CheckRequest {
  readonly vigil: 'check';
}

/** What the notifier asks of itself: the summary of what was too much for a channel. */
export interface SummaryRequest {
  readonly vigil: 'summary';
  /** The id of the channel. */
  readonly channel: string;
  /** Of half a minute. */
  readonly window: number;
  /** Undefined: all. */
  readonly severity?: string;
}

/** Attributes of a dead letter: the channel that it is for, or one of {@link DEAD_LETTER_CHANNELS}, and why it was given up. */
export const DEAD_LETTER = { channel: 'vigilChannel', reason: 'vigilReason' } as const;

/** Dead letters that are for no single channel. */
export const DEAD_LETTER_CHANNELS = { all: '*', escalation: 'nextLevel', heartbeat: 'heartbeat' } as const;

/** Attributes of a publication to the alerts topic, which subscribers filter by. */
export const ALERT_ATTRIBUTES = {
  severity: 'severity',
  state: 'state',
  level: 'level',
  environment: 'environment',
  component: 'component',
} as const;

/** The `state` of a daily report. */
export const REPORT_STATE = 'DIGEST';

/** How the name of the topic ends on which the children of composite alarms report to the notifier only. */
export const CHILDREN_TOPIC = 'children';

/**
 * The filter of a subscription to the messages of alarms: all but the first OK of a new alarm, which follows no ALARM. An alarm that
 * can lose its data may go from ALARM over INSUFFICIENT_DATA to OK, which looks the same: it keeps its message. Whatever else has a
 * body in JSON passes too. SNS takes filters of at most 150 combinations: values times depth, multiplied over the keys (3 x 4 x 2 x 6).
 */
export const WITHOUT_FIRST_OK = {
  scope: 'MessageBody',
  policy: {
    $or: [
      { NewStateValue: [{ 'anything-but': ['OK'] }, { exists: false }] },
      { OldStateValue: ['ALARM'] },
      // in earlier messages: '- TreatMissingData:   missing'
      { Trigger: { TreatMissingData: [{ suffix: 'missing' }, { suffix: 'ignore' }] } },
    ],
  },
} as const;
