import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const sns = metricsOf('AWS/SNS');

export interface TopicFacts {
  readonly hasDeadLetterQueue: boolean;
  /** Some subscriber is called over HTTP or HTTPS, where SNS counts each try that fails. */
  readonly callsHttp: boolean;
  /** Some subscription has a filter policy. */
  readonly isFiltered: boolean;
  /** Some subscriber gets text messages. */
  readonly sendsSms: boolean;
}

export const TOPIC_RULES = documentedBy<TopicFacts>('sns/latest/dg/sns-monitoring-using-cloudwatch.html', [
  {
    id: 'NotificationsFailed',
    severity: Severity.P2,
    metrics: ({ callsHttp }) => ({
      m: sns('NumberOfNotificationsFailed', 'Sum'),
      ...(callsHttp && { delivered: sns('NumberOfNotificationsDelivered', 'Sum') }),
    }),
    expression: ({ callsHttp }) => (callsHttp ? 'IF(m > delivered, m, 0)' : undefined),
    label: 'Failed deliveries',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: ({ callsHttp }) => (callsHttp ? 5 : 1),
    why: 'Subscribers do not receive their messages.',
    steps: [
      'Check that each subscriber exists and allows the topic to send to it.',
      'Switch on delivery status logging to see the reason.',
    ],
    source:
      'Three separate windows; SNS has tried again before it counts. Over HTTP and HTTPS it counts each try: there, 5 or more, and more than are delivered.',
  },
  {
    id: 'NotificationsLost',
    severity: Severity.P0,
    appliesTo: ({ hasDeadLetterQueue }) => hasDeadLetterQueue,
    metrics: { m: sns('NumberOfNotificationsFailedToRedriveToDlq', 'Sum') },
    label: 'Messages that the dead-letter queue did not accept',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 6],
    is: '>=',
    threshold: 1,
    why: 'Messages are lost: neither the subscriber nor the dead-letter queue accepted them.',
    steps: ["Check the queue's policy and key: SNS has to be allowed to use both."],
    source: 'Lost data: every message counts. Held for half an hour.',
  },
  {
    id: 'FilterMismatch',
    severity: Severity.P2,
    appliesTo: ({ isFiltered }) => isFiltered,
    metrics: {
      attributes: sns('NumberOfNotificationsFilteredOut-InvalidAttributes', 'Sum'),
      body: sns('NumberOfNotificationsFilteredOut-InvalidMessageBody', 'Sum'),
    },
    expression: 'SUM([attributes, body])',
    label: 'Messages that filters cannot read',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'Messages are dropped: their form is not the one that the filter policy of the subscription expects.',
    steps: ["Compare the publisher's attributes with the filter policies."],
    source: 'Three separate windows.',
  },
  {
    id: 'SmsSpend',
    severity: Severity.P2,
    appliesTo: ({ sendsSms }) => sendsSms,
    // a metric of the account: no dimensions
    metrics: { m: { ...sns('SMSMonthToDateSpentUSD', 'Maximum'), complete: true } },
    label: 'US dollars spent on SMS this month',
    unit: 'count',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '>=',
    threshold: 0.8,
    // what is spent stays spent while nothing is sent
    missing: 'ignore',
    why: 'The monthly limit on SMS spending is nearly used up: beyond it, SNS sends none until the end of the month.',
    steps: ['Ask AWS for a higher limit, and set it in SNS.', 'Give this rule 80 % of the new limit as threshold.'],
    source:
      "80 % of the 1 US dollar a month that every account begins with. AWS's table of SNS metrics and its console disagree on dimensions: the console lists it without any, as CDK's own `SNSMetrics` does. In a new month, the first message ends the alarm.",
  },
]);
