import { parseAlarmRule } from '../simulator/alarm-rule';
import type { AlarmDefinition, MetricAlarmDefinition, Query } from '../simulator/model';
import type { AlarmInput, CompositeInput } from './cloud-watch';
import { alarmName, MARK, metricName, NAMESPACE, NOBODYS_ACCOUNT } from './names';
import { type AlarmRow, COMPOSITE, type CompositeRow, type Question } from './question';

export const periodOf = ({ periodSeconds = 60 }: AlarmRow): number => periodSeconds;

const OPERATORS: Readonly<Record<string, string>> = {
  '>=': 'GreaterThanOrEqualToThreshold',
  '>': 'GreaterThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
};
const operatorOf = ({ is }: AlarmRow): string => OPERATORS[is] as string;
export const signOf = (operator: string): string | undefined =>
  Object.keys(OPERATORS).find((sign) => OPERATORS[sign] === operator);

const SIMPLE = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
export const isSimple = (statistic: string): boolean => SIMPLE.includes(statistic);

/** The names of a question's alarms, those that others name first. */
export const alarmsOf = ({ alarms, composite }: Question): string[] => [
  ...Object.keys(alarms),
  ...(composite === undefined ? [] : [COMPOSITE]),
];

/** The alarm of which a question reads. */
export const readAlarmOf = (question: Question): string => alarmsOf(question).at(-1) as string;

/** What the simulator is given: the same alarms as AWS. */
export function definitionsOf(run: string, question: Question): AlarmDefinition[] {
  const { alarms, composite } = question;
  const metricAlarms = Object.entries(alarms).map(([alarm, row]) => definitionOf(run, question.id, alarm, row));
  return composite === undefined ? metricAlarms : [...metricAlarms, compositeOf(run, question.id, composite)];
}

const NO_ACTIONS = { alarm: [], ok: [], insufficientData: [] };

export function definitionOf(run: string, question: string, alarm: string, row: AlarmRow): MetricAlarmDefinition {
  const name = alarmName(run, question, alarm);
  return {
    kind: row.math === undefined ? 'metric' : 'math',
    ...{ name, arn: name, description: MARK, actions: NO_ACTIONS },
    queries: queriesOf(row, (id) => metricName(run, question, alarm, id)),
    comparison: operatorOf(row),
    threshold: row.threshold,
    periodSeconds: periodOf(row),
    datapointsToAlarm: row.datapoints[0],
    evaluationPeriods: row.datapoints[1],
    countsDatapoints: !row.withoutM,
    treatMissingData: row.missing,
    ignoresLowSamples: row.ignoresLowSamples ?? false,
  };
}

function queriesOf({ metrics, math = {} }: AlarmRow, nameOf: (id: string) => string): Query[] {
  const isMath = Object.keys(math).length > 0;
  const last = Object.keys(math).at(-1);
  return [
    ...Object.entries(metrics).map(([id, statistic]) => ({
      id,
      metric: { namespace: NAMESPACE, name: nameOf(id), dimensions: {}, statistic },
      returned: !isMath,
    })),
    ...Object.entries(math).map(([id, expression]) => ({ id, expression, returned: id === last })),
  ];
}

/** In the simulator alone it has an action, which shows when actions would be performed. */
const SIMULATED_ACTION = `arn:aws:sns:us-east-1:${NOBODYS_ACCOUNT}:simulated`;

function compositeOf(run: string, question: string, row: CompositeRow): AlarmDefinition {
  const name = alarmName(run, question, COMPOSITE);
  const ruleText = named(row.rule, run, question);
  return {
    kind: 'composite',
    ...{ name, arn: name, description: MARK, actions: { ...NO_ACTIONS, alarm: [SIMULATED_ACTION] } },
    ruleText,
    alarmRule: parseAlarmRule(ruleText),
    suppressor: row.suppressor && named(row.suppressor, run, question),
    suppressorWaitSeconds: row.waitSeconds,
    suppressorExtensionSeconds: row.extensionSeconds,
  };
}

const named = (text: string, run: string, question: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, alarm: string) => alarmName(run, question, alarm));

/** What PutMetricAlarm is given. No alarm has an action. */
export function metricAlarmInput(run: string, question: string, alarm: string, row: AlarmRow): AlarmInput {
  const { metrics, math, threshold, datapoints, missing, ignoresLowSamples } = row;
  const metric = (id: string) => ({ Namespace: NAMESPACE, MetricName: metricName(run, question, alarm, id) });
  const common = {
    AlarmName: alarmName(run, question, alarm),
    AlarmDescription: MARK,
    ActionsEnabled: true,
    ComparisonOperator: operatorOf(row),
    Threshold: threshold,
    ...(row.withoutM ? {} : { DatapointsToAlarm: datapoints[0] }),
    EvaluationPeriods: datapoints[1],
    TreatMissingData: missing,
    ...(ignoresLowSamples ? { EvaluateLowSampleCountPercentile: 'ignore' } : {}),
  };
  if (math === undefined) {
    const [[id, statistic] = ['', '']] = Object.entries(metrics);
    const named = isSimple(statistic) ? { Statistic: statistic } : { ExtendedStatistic: statistic };
    return { ...common, ...metric(id), ...named, Period: periodOf(row) };
  }
  const last = Object.keys(math).at(-1);
  return {
    ...common,
    Metrics: [
      ...Object.entries(metrics).map(([id, Stat]) => ({
        Id: id,
        MetricStat: { Metric: metric(id), Period: row.periods?.[id] ?? periodOf(row), Stat },
        ReturnData: false,
      })),
      ...Object.entries(math).map(([id, Expression]) => ({
        Id: id,
        Expression,
        ReturnData: id === last,
        // without a metric, nothing else says how long a period is
        ...(Object.keys(metrics).length === 0 ? { Period: periodOf(row) } : {}),
      })),
    ],
  };
}

/** What PutCompositeAlarm is given. No alarm has an action. */
export function compositeInput(run: string, question: string, row: CompositeRow): CompositeInput {
  return {
    AlarmName: alarmName(run, question, COMPOSITE),
    AlarmDescription: MARK,
    ActionsEnabled: true,
    AlarmRule: named(row.rule, run, question),
    ...(row.suppressor === undefined
      ? {}
      : {
          ActionsSuppressor: named(row.suppressor, run, question),
          ActionsSuppressorWaitPeriod: row.waitSeconds,
          ActionsSuppressorExtensionPeriod: row.extensionSeconds,
        }),
  };
}
