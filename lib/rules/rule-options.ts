import type { Duration } from 'aws-cdk-lib';
import { type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Severity } from '../contracts/severity';
import { BOOLEAN, DURATION, having, NUMBER, oneOf, SEVERITY, TEXT } from '../validation/kind';
import { object, record } from '../validation/options';

/**
 * Changes one default rule. What is left out stays as the rule has it.
 *
 * @example
 *
 * vigil.queue(orders, { rules: { QueueSlow: { threshold: 900, severity: Severity.P1 } } });
 */
export interface RuleOptions {
  /**
   * Switches the rule on or off.
   *
   * @default - on, except for the rules that the catalogue of alarms lists as off
   */
  readonly enabled?: boolean;

  /**
   * The number to compare with, in the unit that the catalogue of alarms names for the rule.
   *
   * @default - as in the catalogue of alarms
   */
  readonly threshold?: number;

  /**
   * Compares with what CloudWatch's anomaly detection expects, instead of a threshold: how wide the band of expected values is, in
   * standard deviations. AWS prices such an alarm at three metrics, $0.30 a month, and learns from up to two weeks of data. Rules that
   * compare with their own past compare their metric itself.
   *
   * @default - the threshold
   */
  readonly band?: number;

  /**
   * How severe it is. P0 and P1 page, P2 is a ticket, P3 is dashboard only.
   *
   * @default - as in the catalogue of alarms
   */
  readonly severity?: Severity;

  /**
   * How many of the newest periods have to breach: the M of "M of N".
   *
   * @default - as in the catalogue of alarms; if only `evaluationPeriods` is given, all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * How many of the newest periods are looked at: the N of "M of N". Rules that compare with their own past keep theirs.
   *
   * @default - as in the catalogue of alarms
   */
  readonly evaluationPeriods?: number;

  /**
   * The length of one period. Rules that compare with their own past keep theirs.
   *
   * @default - as in the catalogue of alarms
   */
  readonly period?: Duration;

  /**
   * What a period without data counts as.
   *
   * @default - as in the catalogue of alarms
   */
  readonly treatMissingData?: TreatMissingData;

  /**
   * Replaces what is measured: a metric or an expression of your own, compared by the rule's own operator.
   *
   * @default - as in the catalogue of alarms
   */
  readonly metric?: IMetric;

  /**
   * The page that says what to do when the alarm fires.
   *
   * @default - the rule's page behind `runbookBaseUrl`, or Vigil's own
   */
  readonly runbookUrl?: string;
}

const RULE = object<RuleOptions>(
  {
    enabled: BOOLEAN,
    threshold: NUMBER,
    band: NUMBER,
    severity: SEVERITY,
    datapointsToAlarm: NUMBER,
    evaluationPeriods: NUMBER,
    period: DURATION,
    treatMissingData: oneOf('a treatment of missing data', Object.values(TreatMissingData)),
    metric: having('a metric or an expression', 'toMetricConfig'),
    runbookUrl: TEXT,
  },
  '{ enabled: false } or { threshold: 5 }',
);

/** Changes to rules, by whatever names them. */
export const RULES = record(RULE);
