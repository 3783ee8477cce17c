import type { EmittedMetric } from './emitter';
import { FULL_BYTES, LONGEST_VALUE, MOST_IN_A_DOCUMENT } from './limits';
import { writeLine } from './output';
import { EMPTY, extended } from './shape';

/** Values whose dimensions have the same values: one document. */
export class Group {
  #shape = EMPTY;
  /** By the index of their metric. */
  readonly #values: number[][] = [];
  #bytes: number;

  /** @param bytes how long the dimensions are */
  public constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** @returns false if the document is full */
  public add(metric: EmittedMetric, value: number): boolean {
    const values = this.#values[this.#shape.metrics.indexOf(metric)];
    const growing = values ?? this.#values;
    if (growing.length === MOST_IN_A_DOCUMENT || this.#bytes + this.#shape.directives.length > FULL_BYTES) return false;
    if (values) {
      values.push(value);
    } else {
      this.#shape = extended(this.#shape, metric);
      this.#values.push([value]);
      this.#bytes += metric.key.length;
    }
    this.#bytes += LONGEST_VALUE;
    return true;
  }

  /**
   * Writes the document in the embedded metric format.
   *
   * @param members all that follows its directives: their end, dimensions and properties
   */
  public write(members: string): void {
    const { metrics, directives } = this.#shape;
    let line = `{"_aws":{"Timestamp":${Date.now()}${directives}${members}`;
    // not by `entries()`: it makes an array for each value
    for (let index = 0; index < metrics.length; index++) {
      const values = this.#values[index];
      line += metrics[index].key + (values.length > 1 ? `[${values}]` : values[0]);
    }
    writeLine(`${line}}`);
  }
}
