import type { Severity } from '../alerting/severity';

/** What a number counts. Thresholds, graphs and messages of a rule share it. */
export type Unit = 'percent' | 'count' | 'times' | 'seconds' | 'milliseconds' | 'hours' | 'days' | 'bytes';
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
export interface Reading extends Signal {
  readonly statistic: string;
}

/** One comparison that CloudWatch can evaluate. */
export interface Condition {
  /** Tells the helper alarms of a rule with several conditions apart. */
  readonly name?: string;
  readonly metrics: Readonly<Record<string, Reading>>;
  /** Metric math over the ids of `metrics`; without it, there is exactly one metric. */
  readonly expression?: string;
  /** What the compared number is, in words: "Server error rate". */
  readonly label: string;
  readonly unit: Unit;
  readonly periodMinutes: number;
  /** M of N: how many of the newest N periods have to breach. */
  readonly datapoints: readonly [breaching: number, of: number];
  readonly is: Comparison;
  readonly threshold: number;
  readonly missing: MissingData;
  /** Percentiles only: keep the state while there are too few samples for it to mean anything. */
  readonly lowSamples?: 'ignore';
}

/** What is watched, when it is wrong, how bad that is and what to do. Mechanism-free. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** All of them have to hold; several become silent helper alarms under one composite. */
  readonly when: readonly [Condition, ...Condition[]];
  /** Why somebody is told, in one sentence. */
  readonly why: string;
  /** What to do first. */
  readonly steps: readonly string[];
  /** Where the numbers come from. */
  readonly source: string;
}

type Derived<Facts, T> = T | ((facts: Facts) => T);

/** As {@link Condition}, with what depends on the facts of the resource left open. */
export type ConditionRow<Facts> = Omit<Condition, 'metrics' | 'expression' | 'periodMinutes' | 'datapoints' | 'threshold' | 'label'> & {
  readonly metrics: Derived<Facts, Condition['metrics']>;
  readonly expression?: Derived<Facts, string>;
  readonly label: string;
  readonly periodMinutes: Derived<Facts, number>;
  readonly datapoints: Condition['datapoints'];
  /** Undefined: nobody can guess it, so the rule exists only when a threshold is given. */
  readonly threshold: Derived<Facts, number | undefined>;
};

/** One row of a table of default rules. */
export interface RuleRow<Facts> extends Omit<Rule, 'when'> {
  readonly when: readonly [ConditionRow<Facts>, ...ConditionRow<Facts>[]];
  /** Whether the rule makes sense for this resource. @default - always */
  readonly appliesTo?: (facts: Facts) => boolean;
  /** Off until asked for. */
  readonly off?: true;
}

export type RuleTable<Facts> = readonly RuleRow<Facts>[];

/** A row with the facts of one resource filled in; `on` tells whether it becomes an alarm without being asked for. */
export interface Candidate {
  readonly rule: Omit<Rule, 'when'> & { readonly when: readonly [OpenCondition, ...OpenCondition[]] };
  readonly on: boolean;
}
export type OpenCondition = Omit<Condition, 'threshold'> & { readonly threshold: number | undefined };

/** The rules that a table has for one resource. */
export function candidates<Facts>(table: RuleTable<Facts>, facts: Facts): Candidate[] {
  return table
    .filter((row) => row.appliesTo?.(facts) ?? true)
    .map(({ appliesTo: _, off, when, ...rest }) => {
      const [first, ...others] = when.map((condition) => fill(condition, facts));
      const rule = { ...rest, when: [first as OpenCondition, ...others] as const };
      return { rule, on: !off && rule.when.every((condition) => condition.threshold !== undefined) };
    });
}

function fill<Facts>(row: ConditionRow<Facts>, facts: Facts): OpenCondition {
  const derive = <T>(value: Derived<Facts, T>): T =>
    typeof value === 'function' ? (value as (facts: Facts) => T)(facts) : value;
  return {
    ...row,
    metrics: derive(row.metrics),
    expression: derive(row.expression),
    periodMinutes: derive(row.periodMinutes),
    threshold: derive(row.threshold),
  };
}
