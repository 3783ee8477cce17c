import { alarm, factsLine, folderWith, topic } from '../rehearsal/templates';

/** Of a queue. */
export const AGE = { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Statistic: 'Maximum' };
export const orders = (properties: object = {}) =>
  alarm({
    ...AGE,
    ...{ AlarmName: 'Invoicing/Orders/OldestMessageAge', AlarmDescription: factsLine({ severity: 'P2' }) },
    ...{ AlarmActions: [{ Ref: 'Tickets' }], EvaluationPeriods: 5, DatapointsToAlarm: 3, Threshold: 300 },
    ...{ ComparisonOperator: 'GreaterThanThreshold' },
    ...properties,
  });
export const TEMPLATE = { Resources: { Tickets: topic(), Age: orders() } };
const SERIES = `
      - metric: AWS/SQS ApproximateAgeOfOldestMessage
        dimensions: { QueueName: orders }`;

/** A test file about a queue that gets stuck after 20 minutes. */
export const testsOf = (expectations: string, more = '') => `template: template.json
tests:
  - name: a stuck consumer
    start: 2026-01-05T00:00:00Z
    interval: 1m
    series:${SERIES}
        values: 0x20 60+60x40 _x10
    ${more}
    expect:
${expectations.replace(/^\n/, '')}`;
export const folder = (tests: string, template: unknown = TEMPLATE) =>
  folderWith({ 'template.json': template, 'alarms.test.yaml': tests });
/** A file whose test passes. */
export const GOOD = testsOf(`
      - alarm: Orders/OldestMessageAge
        states: { 5m: OK, 29m: ALARM }
        alerts: { P2: 1 }
      - no other alerts`);
