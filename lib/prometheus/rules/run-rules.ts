import { type EvaluationOptions, evaluatePromQl } from '../evaluation/evaluate';
import { type Element, EvaluationError } from '../evaluation/value';
import { Labels, METRIC_NAME } from '../labels';
import type { SeriesStore } from '../series';
import type { AlertRule, RecordRule, Rule, RuleGroup } from './rule';
import type { Template, TemplateData } from './template';

/** An alert of a rule. */
export interface ActiveAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: 'pending' | 'firing';
  /** Milliseconds. */
  readonly activeAt: number;
  readonly value: number;
}

export interface RunOptions extends EvaluationOptions {
  readonly externalLabels?: Labels;
  readonly externalUrl?: string;
}

interface Alert extends Omit<ActiveAlert, 'state'> {
  state: 'pending' | 'firing' | 'inactive';
  value: number;
  annotations: Labels;
  /** Since when its query does not return it, while it is kept. */
  keptSince?: number;
}

/** Evaluates groups of rules, one time after the other, and writes what they record, and `ALERTS`, as Prometheus does. */
export class RuleRun {
  readonly #alerts = new Map<AlertRule, Map<string, Alert>>();
  /** Series that each rule wrote when it was last evaluated. */
  readonly #written = new Map<Rule, ReadonlyMap<string, Labels>>();

  public constructor(
    private readonly groups: readonly RuleGroup[],
    private readonly store: SeriesStore,
    private readonly options: RunOptions = {},
  ) {}

  /** @throws EvaluationError naming the rule that cannot be evaluated */
  public evaluate(time: number): void {
    for (const group of this.groups) {
      for (const rule of group.rules) {
        try {
          const elements = this.#query(rule, time);
          const written = rule.kind === 'alert' ? this.#alert(rule, elements, time) : this.#record(rule, elements);
          if (group.limit !== undefined && elements.length > group.limit)
            throw new EvaluationError(
              `exceeded limit of ${group.limit} with ${elements.length} ${rule.kind === 'alert' ? 'alerts' : 'series'}`,
            );
          this.#write(rule, written, time);
        } catch (error) {
          if (!(error instanceof EvaluationError)) throw error;
          throw new EvaluationError(`${rule.name}: ${error.message}`);
        }
      }
    }
  }

  /** Alerts of the rules with a name. */
  public alerts(name: string): readonly ActiveAlert[] {
    return [...this.#alerts]
      .filter(([rule]) => rule.name === name)
      .flatMap(([, alerts]) => [...alerts.values()])
      .filter((alert): alert is Alert & ActiveAlert => alert.state !== 'inactive');
  }

  #query({ expression }: Rule, time: number): readonly Element[] {
    const value = evaluatePromQl(expression, time, this.store, this.options);
    if (typeof value === 'number') return [{ labels: Labels.none, value }];
    if (typeof value === 'string') throw new EvaluationError('rule result is not a vector or scalar');
    return value;
  }

  #record({ name, labels: own }: RecordRule, elements: readonly Element[]): readonly Element[] {
    const set = [...own].map(([label, { text }]): [string, string] => [label, text]);
    const recorded = elements.map(({ labels, value }) => ({
      labels: labels.with([[METRIC_NAME, name], ...set]),
      value,
    }));
    if (new Set(recorded.map(({ labels }) => labels.key)).size < recorded.length)
      throw new EvaluationError('vector contains metrics with the same labelset after applying rule labels');
    return recorded;
  }

  #alert(rule: AlertRule, elements: readonly Element[], time: number): readonly Element[] {
    const { externalLabels, externalUrl } = this.options;
    const active = this.#alerts.get(rule) ?? new Map<string, Alert>();
    this.#alerts.set(rule, active);
    const returned = new Map<string, Alert>();
    for (const { labels, value } of elements) {
      const data = { labels, value, externalLabels, externalUrl };
      const allOf = (templates: AlertRule['labels']): [string, string][] =>
        [...templates].map(([name, { render }]) => [name, rendered(render, data)]);
      const own = labels.without([METRIC_NAME]).with([...allOf(rule.labels), ['alertname', rule.name]]);
      if (returned.has(own.key))
        throw new EvaluationError('vector contains metrics with the same labelset after applying alert labels');
      const annotations = Labels.of(allOf(rule.annotations));
      returned.set(own.key, { labels: own, annotations, state: 'pending', activeAt: time, value });
    }
    for (const [key, alert] of returned) {
      const known = active.get(key);
      if (known === undefined || known.state === 'inactive') active.set(key, alert);
      else Object.assign(known, { value: alert.value, annotations: alert.annotations });
    }
    return [...active].flatMap(([key, alert]) => {
      if (returned.has(key)) delete alert.keptSince;
      else if (!this.#isKept(rule, alert, time)) {
        if (alert.state === 'pending') active.delete(key);
        alert.state = 'inactive';
        return [];
      }
      if (alert.state === 'pending' && time - alert.activeAt >= rule.hold) alert.state = 'firing';
      return seriesOf(alert);
    });
  }

  /** Whether an alert that the query does not return goes on firing. */
  #isKept(rule: AlertRule, alert: Alert, time: number): boolean {
    if (alert.state !== 'firing' || rule.keepFiring === 0) return false;
    alert.keptSince ??= time;
    return time - alert.keptSince < rule.keepFiring;
  }

  /** Series that are not written any more end here. */
  #write(rule: Rule, elements: readonly Element[], time: number): void {
    for (const { labels, value } of elements) this.store.append(labels, { time, value });
    const written = new Map(elements.map(({ labels }) => [labels.key, labels]));
    for (const [key, labels] of this.#written.get(rule) ?? []) {
      if (!written.has(key)) this.store.append(labels, { time, value: null });
    }
    this.#written.set(rule, written);
  }
}

/** Functions in it may fail, such as `humanize` of a text. */
function rendered(render: Template, data: TemplateData): string {
  try {
    return render(data);
  } catch (error) {
    throw new EvaluationError(`a template cannot be rendered: ${(error as Error).message}`);
  }
}

function seriesOf({ labels, state, activeAt }: Alert): Element[] {
  return [
    {
      labels: labels.with([
        [METRIC_NAME, 'ALERTS'],
        ['alertstate', state],
      ]),
      value: 1,
    },
    { labels: labels.with([[METRIC_NAME, 'ALERTS_FOR_STATE']]), value: Math.floor(activeAt / 1000) },
  ];
}
