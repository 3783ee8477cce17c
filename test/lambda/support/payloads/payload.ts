import { describe } from '../../../../lib/alarms/description';
import type { Severity } from '../../../../lib/contracts/severity';
import type { Unit } from '../../../../lib/rules/rule';

/** A message as it reaches the notifier's queue. */
export interface Payload {
  readonly name: string;
  readonly body: string;
}

type Json = Readonly<Record<string, unknown>>;

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const arnOf = (alarm: string): string => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${alarm}`;

/** A message in SNS's envelope, by the topic of a severity. */
export function bySns(
  name: string,
  message: unknown,
  { subject, severity = 'P1' }: { subject?: string; severity?: string } = {},
): Payload {
  const body = JSON.stringify({
    Type: 'Notification',
    MessageId: `6a3b9a4e-${name}`,
    TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:Shop-Vigil-${severity}`,
    ...(subject !== undefined && { Subject: subject }),
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: '2026-08-23T04:15:31.001Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  });
  return { name, body };
}

/** A description that Vigil wrote. */
export const described = (
  rule: string,
  why: string,
  steps: readonly string[],
  { severity = 'P1', unit, component = 'Orders' }: { severity?: string; unit?: Unit; component?: string } = {},
): string =>
  describe({
    why,
    steps,
    runbookUrl: `https://wiki.example.com/runbooks/${rule.toLowerCase()}`,
    dashboardUrl: 'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards:name=Shop-Vigil',
    facts: { severity: severity as Severity, environment: 'prod', component, type: 'queue', rule, unit },
  });

/** A change of state as SNS tells it. */
export function change(alarm: string, fields: Json = {}): Json {
  return {
    AlarmName: alarm,
    AlarmDescription: null,
    AWSAccountId: ACCOUNT,
    AlarmConfigurationUpdatedTimestamp: '2026-08-01T10:00:00.000+0000',
    NewStateValue: 'ALARM',
    NewStateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [7.0 (23/08/26 04:10:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    StateChangeTime: '2026-08-23T04:15:30.123+0000',
    Region: 'EU (Ireland)',
    AlarmArn: arnOf(alarm),
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: [`arn:aws:sns:${REGION}:${ACCOUNT}:Shop-Vigil-P1`],
    InsufficientDataActions: [],
    ...fields,
  };
}

export const OK: Json = {
  NewStateValue: 'OK',
  OldStateValue: 'ALARM',
  StateChangeTime: '2026-08-23T04:27:30.123+0000',
  NewStateReason:
    'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (23/08/26 04:22:00)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
};

/** The trigger of an alarm on one metric. */
export const trigger = (namespace: string, metric: string, dimensions: Json, fields: Json = {}): Json => ({
  MetricName: metric,
  Namespace: namespace,
  StatisticType: 'Statistic',
  Statistic: 'SUM',
  Unit: null,
  Dimensions: Object.entries(dimensions).map(([name, value]) => ({ value, name })),
  Period: 300,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 5,
  TreatMissingData: 'notBreaching',
  EvaluateLowSampleCountPercentile: '',
  ...fields,
});

export const metricStat = (
  id: string,
  namespace: string,
  metric: string,
  dimensions: Json,
  stat: string,
  shown = false,
): Json => ({
  Id: id,
  MetricStat: {
    Metric: {
      Dimensions: Object.entries(dimensions).map(([name, value]) => ({ value, name })),
      MetricName: metric,
      Namespace: namespace,
    },
    Period: 60,
    Stat: stat,
  },
  ReturnData: shown,
});

export const reasonOf = (values: readonly string[], comparison: string, threshold: number): string =>
  `Threshold Crossed: ${values.length} out of the last ${values.length} datapoints [${values
    .map((value, index) => `${value} (23/08/26 04:${String(14 - index).padStart(2, '0')}:00)`)
    .join(
      ', ',
    )}] were ${comparison} the threshold (${threshold.toFixed(1)}) (minimum ${values.length} datapoints for OK -> ALARM transition).`;
