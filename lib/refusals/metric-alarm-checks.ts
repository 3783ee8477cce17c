import { isInsights } from '../rehearsal/simulator/insights';
import { NotModelled } from '../rehearsal/simulator/model';
import { offsetOf } from '../rehearsal/simulator/time-zone';
import { isUnknown, objectIn, textIn } from './known';
import { LIMITS, longestWindow, WALL_CLOCK_PERIODS } from './limits';
import type { MetricAlarm } from './metric-alarm';
import { type Check, refuse, warn } from './refusal';
import { shown } from './shape';

const isRange = (operator: string): boolean => /(Upper|Lower)Threshold$/.test(operator);

/** What the properties of a metric alarm must be together: PutMetricAlarm. */
export const METRIC_ALARM_CHECKS: readonly Check<MetricAlarm>[] = [
  {
    id: 'statistic',
    find: (alarm) => {
      if (alarm.isMath || !alarm.is('MetricName')) return [];
      if (alarm.is('Statistic') && alarm.is('ExtendedStatistic'))
        return [refuse(['ExtendedStatistic'], "it must not stand beside 'Statistic'. Remove one of the two.")];
      return alarm.lacks('Statistic') && alarm.lacks('ExtendedStatistic')
        ? [refuse([], "it has neither 'Statistic' nor 'ExtendedStatistic'. Add one.")]
        : [];
    },
  },
  {
    id: 'threshold',
    find: (alarm) => {
      if (!alarm.lacks('EvaluationCriteria')) return [];
      if (alarm.is('Threshold') && alarm.is('ThresholdMetricId'))
        return [
          refuse(
            ['Threshold'],
            "it must not stand beside 'ThresholdMetricId', whose band is the threshold. Remove one of the two.",
          ),
        ];
      return alarm.lacks('Threshold') && alarm.lacks('ThresholdMetricId')
        ? [refuse([], "it has neither 'Threshold' nor 'ThresholdMetricId'. Add one.")]
        : [];
    },
  },
  {
    id: 'range-operator',
    find: (alarm) => {
      const operator = alarm.text('ComparisonOperator') ?? '';
      if (isRange(operator) && alarm.lacks('ThresholdMetricId'))
        return [
          refuse(
            ['ComparisonOperator'],
            `${operator} compares with a band. Add 'ThresholdMetricId', or write an operator for a number, such as GreaterThanThreshold.`,
          ),
        ];
      return operator !== '' && !isRange(operator) && alarm.is('ThresholdMetricId')
        ? [
            warn(
              ['ComparisonOperator'],
              `${operator} compares with a number, but 'ThresholdMetricId' gives a band. Write GreaterThanUpperThreshold, LessThanLowerThreshold or LessThanLowerOrGreaterThanUpperThreshold.`,
            ),
          ]
        : [];
    },
  },
  {
    id: 'datapoints',
    find: (alarm) => {
      const [breaching, of] = [alarm.number('DatapointsToAlarm'), alarm.number('EvaluationPeriods')];
      return breaching !== undefined && of !== undefined && breaching > of
        ? [
            refuse(
              ['DatapointsToAlarm'],
              `it is ${breaching}, more than 'EvaluationPeriods', ${of}. Lower it to at most ${of}.`,
            ),
          ]
        : [];
    },
  },
  {
    id: 'window',
    find: (alarm) => {
      const [period, of] = [alarm.period, alarm.number('EvaluationPeriods')];
      if (
        period === undefined ||
        of === undefined ||
        alarm.expressions.some(({ expression }) => isInsights(expression))
      )
        return [];
      const longest = longestWindow(period);
      return period * of > longest
        ? [
            refuse(
              ['EvaluationPeriods'],
              `${of} periods of ${period} s are ${period * of} s, but CloudWatch looks back at most ${longest} s for periods ${longest > 86_400 ? 'of an hour or more' : 'under an hour'}. Lower 'EvaluationPeriods' or 'Period'.`,
            ),
          ]
        : [];
    },
  },
  {
    id: 'low-samples',
    find: (alarm) =>
      alarm.is('EvaluateLowSampleCountPercentile') &&
      alarm.queries.length > 0 &&
      alarm.queries.every(({ expression, statistic }) => expression !== undefined || isSimple(statistic))
        ? [
            refuse(
              ['EvaluateLowSampleCountPercentile'],
              'it is taken only with a percentile such as p99. Remove it, or change the statistic.',
            ),
          ]
        : [],
  },
  {
    id: 'wall-clock',
    find: (alarm) => {
      const { EvaluationWindow } = alarm.properties;
      const { WallClockWindow } = objectIn(EvaluationWindow);
      if (WallClockWindow === undefined) return [];
      const zone = objectIn(WallClockWindow)['Timezone'];
      return [
        ...(alarm.period === undefined || WALL_CLOCK_PERIODS.includes(alarm.period)
          ? []
          : [
              refuse(
                ['EvaluationWindow', 'WallClockWindow'],
                `a wall clock window takes periods of ${WALL_CLOCK_PERIODS.join(', ')} s, not ${alarm.period} s. Change the period, or remove the window.`,
              ),
            ]),
        ...(zone === undefined || isUnknown(zone) || isTimeZone(textIn(zone) ?? '')
          ? []
          : [
              refuse(
                ['EvaluationWindow', 'WallClockWindow', 'Timezone'],
                `${shown(zone)} is no time zone. Write for example Europe/Berlin or +05:30.`,
              ),
            ]),
      ];
    },
  },
  {
    id: 'queries',
    find: (alarm) => {
      if (!Array.isArray(alarm.properties['Metrics'])) return [];
      const metrics = alarm.queries.filter(({ metric }) => metric !== undefined).length;
      const expressions = alarm.expressions.length;
      return [
        ...tooMany('metrics', metrics, LIMITS.metricsPerExpression),
        ...tooMany('expressions', expressions, LIMITS.expressions),
        ...alarm.queries.flatMap(({ id, path }, index) =>
          id !== undefined && alarm.queries.findIndex((other) => other.id === id) < index
            ? [refuse([...path, 'Id'], `another entry has the id '${id}'. Give each its own.`)]
            : [],
        ),
      ];
    },
  },
];

const tooMany = (noun: string, used: number, limit: number) =>
  used > limit
    ? [
        refuse(
          ['Metrics'],
          `it has ${used} ${noun}, but CloudWatch allows ${limit} in an alarm. Remove ${used - limit}.`,
        ),
      ]
    : [];

const isSimple = (statistic: unknown): boolean =>
  typeof statistic === 'string' && ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'].includes(statistic);

function isTimeZone(zone: string): boolean {
  const minutes = /^(?:UTC)?[+-]\d\d:?(\d\d)$/.exec(zone)?.[1];
  if (minutes !== undefined) return Number(minutes) % 5 === 0;
  try {
    offsetOf(zone, 0);
    return true;
  } catch (error) {
    if (error instanceof NotModelled) return false;
    throw error;
  }
}
