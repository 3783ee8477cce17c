/** The label that holds the name of a metric. */
export const METRIC_NAME = '__name__';

/** The labels of a series. An empty value is the same as no label. */
export class Labels {
  public static readonly none = new Labels(new Map());

  readonly #values: ReadonlyMap<string, string>;
  #key: string | undefined;

  private constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  public static of(values: Readonly<Record<string, string>> | Iterable<readonly [string, string]>): Labels {
    const entries = Symbol.iterator in values ? [...values] : Object.entries(values);
    return new Labels(new Map(entries.filter(([, value]) => value !== '')));
  }

  /** The same for equal labels. */
  public get key(): string {
    this.#key ??= JSON.stringify(this.entries);
    return this.#key;
  }

  /** In the order of their names. */
  public get entries(): readonly (readonly [name: string, value: string])[] {
    return [...this.#values].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  public get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  public only(names: readonly string[]): Labels {
    return Labels.of([...this.#values].filter(([name]) => names.includes(name)));
  }

  public without(names: readonly string[]): Labels {
    return Labels.of([...this.#values].filter(([name]) => !names.includes(name)));
  }

  public with(values: Iterable<readonly [name: string, value: string]>): Labels {
    return Labels.of(new Map([...this.#values, ...values]));
  }

  /** As Prometheus writes a series: `up{job="api"}`. */
  public toString(): string {
    const others = this.entries.filter(([name]) => name !== METRIC_NAME);
    const text = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
    const name = this.get(METRIC_NAME);
    return others.length === 0 && name !== '' ? name : `${name}{${text}}`;
  }
}
