import type { EmittedMetric } from './emitter';
import { writeLine } from './output';
import { EMPTY, extended } from './shape';

/** Metrics in a document, and values of one of them. */
const MOST = 100;
/** 256 KB, less what CloudWatch Logs adds to an event, the properties, and what one metric with the longest names can add. */
const FULL_BYTES = 225_000;
/** No number is written longer than this, with its comma. */
const LONGEST_VALUE = 25;

/** Values whose dimensions have the same values: one document. */
export class Group {
  #shape = EMPTY;
  /** At the place of their metric. */
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
    if (growing.length === MOST || this.#bytes + this.#shape.directives.length > FULL_BYTES) return false;
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
    for (let place = 0; place < metrics.length; place++) {
      const values = this.#values[place];
      line += metrics[place].key + (values.length > 1 ? `[${values}]` : values[0]);
    }
    writeLine(`${line}}\n`);
  }
}
