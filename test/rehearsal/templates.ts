import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTemplates } from '../../lib/rehearsal/assembly/assembly';
import type { Assembly } from '../../lib/rehearsal/assembly/model';
import { type Report, reportOn } from '../../lib/rehearsal/preview/report';

type Properties = Readonly<Record<string, unknown>>;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a new folder, objects as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** Reads templates as files of an assembly: `{ shop: { Resources } }`. */
export function assemblyOf(templates: Readonly<Record<string, unknown>>): Assembly {
  const names = Object.keys(templates).map((name) => `${name}.template.json`);
  const folder = folderWith(
    Object.fromEntries(Object.values(templates).map((content, index) => [names[index], content])),
  );
  return readTemplates(names.map((name) => join(folder, name)));
}

export const assemblyWith = (Resources: Properties): Assembly => assemblyOf({ app: { Resources } });
export const reportWith = (Resources: Properties): Report => reportOn(assemblyWith(Resources));

export const alarm = (properties: Properties = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'AWS/SQS',
    MetricName: 'NumberOfMessagesSent',
    Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ...properties,
  },
});

/** An alarm on metric math: `Metrics` instead of a single metric. */
export const mathAlarm = (Metrics: readonly unknown[], properties: Properties = {}) =>
  alarm({
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Statistic: undefined,
    Period: undefined,
    Metrics,
    ...properties,
  });

export const query = (Id: string, Namespace: string, MetricName: string, Stat: string, ReturnData = false) => ({
  Id,
  ReturnData,
  MetricStat: {
    Metric: { Namespace, MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'worker' }] },
    Period: 300,
    Stat,
  },
});

export const composite = (AlarmRule: unknown, properties: Properties = {}) => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { AlarmRule, ...properties },
});

export const topic = (properties: Properties = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties });

export const subscription = (TopicArn: unknown, Protocol: string, Endpoint: unknown) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn, Protocol, Endpoint },
});

/** What Vigil writes as the last line of a description. */
export const factsLine = ({
  severity = 'P1',
  component = 'Orders',
  environment = 'prod',
  unit = '',
}: {
  severity?: string;
  component?: string;
  environment?: string;
  unit?: string;
}) => `Why.\nvigil:${severity}/queue/QueueStuck/${unit}/${component}/${environment}`;
