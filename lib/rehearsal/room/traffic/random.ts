// under jest, whatever is global takes a hundred times as long to look up, and these are called for each value
const { cos, exp, imul, log, max, min, PI, round, sqrt } = Math;

/** Random numbers that are the same for the same words, whatever else was drawn before. */
export class Random {
  #state: number;

  public constructor(...words: readonly (string | number)[]) {
    this.#state = hash(words.join('\u0000'));
  }

  /** From 0 up to, not including, 1: Mulberry32. */
  public next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  public between(least: number, greatest: number): number {
    return least + (greatest - least) * this.next();
  }

  /** Of the standard normal distribution: Box-Muller. */
  public normal(): number {
    return sqrt(-2 * log(1 - this.next())) * cos(2 * PI * this.next());
  }

  /** How many of `count` happen that each happen with a probability. */
  public binomial(count: number, probability: number): number {
    if (probability <= 0) return 0;
    if (probability >= 1) return count;
    if (count > MANY) return this.#of(count, probability);
    let happened = 0;
    for (let index = 0; index < count; index++) if (this.next() < probability) happened++;
    return happened;
  }

  /** The same of many, by what approaches it: Poisson's distribution where few happen, the normal one elsewhere. */
  #of(count: number, probability: number): number {
    const mean = count * probability;
    if (mean < 12) return min(count, this.#few(mean));
    const deviation = sqrt(mean * (1 - probability));
    return min(count, max(0, round(mean + deviation * this.normal())));
  }

  /** A whole number around a mean, as arrivals are: by its normal approximation, which is close enough for a picture. */
  public arrivals(mean: number): number {
    if (mean < 12) return this.#few(mean);
    return max(0, round(mean + sqrt(mean) * this.normal()));
  }

  /** Knuth's method. */
  #few(mean: number): number {
    const limit = exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }
}

const MANY = 60;

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
