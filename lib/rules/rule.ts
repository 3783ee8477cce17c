import type { Severity } from '../contracts/severity';

/** What a number counts. Thresholds, graphs and messages of a rule share it. */
export type Unit = 'percent' | 'fraction' | 'count' | 'times' | 'seconds' | 'milliseconds' | 'hours' | 'days' | 'bytes';
export type Comparison = '>=' | '>' | '<=' | '<';
export type MissingData = 'notBreaching' | 'breaching' | 'missing' | 'ignore';

/** A metric as AWS publishes it. The resource adds its own dimensions. */
export interface Signal {
  readonly namespace: string;
  readonly name: string;
  /** Added to the dimensions of the resource, such as the name of an index. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** The dimensions above are all there are: the resource adds none. */
  readonly complete?: true;
}

/** A signal together with a statistic over each period. */
export interface MetricStatistic extends Signal {
  readonly statistic: string;
}

/** One comparison that CloudWatch can evaluate. */
export interface Condition {
  readonly metrics: Readonly<Record<string, MetricStatistic>>;
  /** Metric math that `expression` refers to by id, so that it stays readable. */
  readonly helpers?: Readonly<Record<string, string>>;
  /** Metric math over the ids of `metrics`; without it, there is exactly one metric. */
  readonly expression?: string;
  /** What the compared number is, in words: "Server error rate". */
  readonly label: string;
  readonly unit: Unit;
  readonly periodMinutes: number;
  /** M of N: how many of the newest N periods have to breach. */
  readonly datapoints: readonly [breaching: number, of: number];
  /** How many periods the expression compares with, where those are more: it lets only the newest N of them breach. */
  readonly lookBack?: number;
  readonly is: Comparison;
  /** Without effect where there is a band. */
  readonly threshold: number;
  /** CloudWatch's anomaly detection instead of the threshold: the width of what it expects, in standard deviations. */
  readonly band?: number;
  /** With a band: too little is wrong as well as too much. */
  readonly outside?: true;
  readonly missing: MissingData;
}

/**
 * What a rule rests on. `documented`: AWS documents the metric, its missing data and each construct of the condition. `observed`: a
 * record of AWS shows it. `assumed`: neither, or AWS advises against it in alarms.
 */
export type GroundKind = 'documented' | 'observed' | 'assumed';

/** Why one may believe that the condition works on AWS as it reads. */
export interface Ground {
  readonly kind: GroundKind;
  /** The page of AWS, the record, or what is assumed. */
  readonly source: string;
}

/** The metric `m` itself, as CloudWatch's anomaly detection sees it. */
export type Banded = Pick<Condition, 'label' | 'unit' | 'outside'>;

/** What is watched, when it is wrong, how severe that is and what to do. Independent of CDK. */
export interface Rule extends Condition {
  readonly id: string;
  /** What a band is put around, where the compared number is a comparison with the past itself. */
  readonly banded?: Banded;
  readonly severity: Severity;
  readonly ground: Ground;
  /** What is wrong and why it matters, in one sentence. */
  readonly why: string;
  /** What to do first. */
  readonly steps: readonly string[];
  /** Where the numbers come from. */
  readonly source: string;
  /** It pages by itself, also while another rule of the component is in ALARM: it is not in the composite alarm, which could mask it. */
  readonly standsAlone?: true;
}

type Derived<Facts, T> = T | ((facts: Facts) => T);

/** One row of a table of default rules: as {@link Rule}, with what depends on the facts of the resource left open. */
export interface RuleRow<Facts>
  extends Omit<Rule, 'metrics' | 'expression' | 'periodMinutes' | 'threshold' | 'missing'> {
  readonly metrics: Derived<Facts, Rule['metrics']>;
  readonly expression?: Derived<Facts, string | undefined>;
  readonly periodMinutes: Derived<Facts, number>;
  /** Undefined: there is no sensible default, so the rule exists only when a threshold is given. */
  readonly threshold: Derived<Facts, number | undefined>;
  /** @default notBreaching - idle is healthy */
  readonly missing?: MissingData;
  /** Whether the rule makes sense for this resource. @default - always */
  readonly appliesTo?: (facts: Facts) => boolean;
  /** Off until asked for. */
  readonly off?: Derived<Facts, boolean>;
  /** It compares a service with its own past: off until baseline rules are asked for, all or this one. */
  readonly baseline?: true;
}

export type RuleTable<Facts> = readonly RuleRow<Facts>[];

/** A rule whose threshold may be missing. */
export type OpenRule = Omit<Rule, 'threshold'> & { readonly threshold: number | undefined };

/** A row with the facts of one resource filled in. */
export interface Candidate {
  readonly rule: OpenRule;
  /** Whether it becomes an alarm without being asked for. */
  readonly on: boolean;
  /** Whether it becomes an alarm where all baseline rules are asked for. */
  readonly baseline: boolean;
}

/** The rules that a table has for one resource. */
export function candidates<Facts>(table: RuleTable<Facts>, facts: Facts): Candidate[] {
  const derive = <T>(value: Derived<Facts, T>): T =>
    typeof value === 'function' ? (value as (facts: Facts) => T)(facts) : value;
  return table
    .filter((row) => row.appliesTo?.(facts) ?? true)
    .map(({ appliesTo: _, off, baseline = false, ...row }) => {
      const rule = {
        ...row,
        metrics: derive(row.metrics),
        expression: derive(row.expression),
        periodMinutes: derive(row.periodMinutes),
        threshold: derive(row.threshold),
        missing: row.missing ?? 'notBreaching',
      };
      return { rule, on: !derive(off) && !baseline && rule.threshold !== undefined, baseline };
    });
}
