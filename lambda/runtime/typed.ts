import type { MetricDeclaration, MetricDeclarations, MetricKind } from '../../lib/catalogue';
import type { TimeUnit } from '../../lib/catalogue/unit';

type KindOf<Metric extends MetricDeclaration> = Metric extends { readonly kind: infer Kind }
  ? Kind
  : Metric['unit'] extends TimeUnit
    ? 'duration'
    : 'counter';

/** Names of the metrics of some kinds: those with dimensions of their own, or those without. */
type NamesOf<Metrics extends MetricDeclarations, Kinds extends MetricKind, Dimensioned extends boolean> = {
  [Name in keyof Metrics & string]: KindOf<Metrics[Name]> extends Kinds
    ? (Metrics[Name] extends { readonly dimensions: readonly string[] } ? true : false) extends Dimensioned
      ? Name
      : never
    : never;
}[keyof Metrics & string];

type DimensionsOf<Metric> = Metric extends { readonly dimensions: readonly (infer Name extends string)[] }
  ? Readonly<Record<Name, string>>
  : never;

declare const DECLARED: unique symbol;

/** The metrics of a catalogue. Its methods throw only the errors of the measured work. */
export interface Measurements<Step extends string, Metrics extends MetricDeclarations> {
  /** Exists only for the compiler: helpers such as `database` need metrics of these names, kinds and dimensions. */
  readonly [DECLARED]?: { readonly [Name in keyof Metrics]: [KindOf<Metrics[Name]>, DimensionsOf<Metrics[Name]>] };

  /**
   * Runs a step: counts its success or failure, and measures its duration.
   *
   * @returns the result of `work`; its errors are counted as failures and rethrown
   */
  step<Result>(name: Step, work: () => Result | PromiseLike<Result>): Promise<Result>;

  /** Measures the duration of `work`, whether it succeeds or not. */
  time<Result>(name: NamesOf<Metrics, 'duration', false>, work: () => Result | PromiseLike<Result>): Promise<Result>;
  time<Name extends NamesOf<Metrics, 'duration', true>, Result>(
    name: Name,
    dimensions: DimensionsOf<Metrics[Name]>,
    work: () => Result | PromiseLike<Result>,
  ): Promise<Result>;

  /** Counts events. @param value the number of events - @default 1 */
  count(name: NamesOf<Metrics, 'counter', false>, value?: number): void;
  count<Name extends NamesOf<Metrics, 'counter', true>>(
    name: Name,
    value: number,
    dimensions: DimensionsOf<Metrics[Name]>,
  ): void;

  /** Publishes the current value of a gauge, or a duration that was measured elsewhere. */
  gauge(name: NamesOf<Metrics, 'gauge' | 'duration', false>, value: number): void;
  gauge<Name extends NamesOf<Metrics, 'gauge' | 'duration', true>>(
    name: Name,
    value: number,
    dimensions: DimensionsOf<Metrics[Name]>,
  ): void;
}
