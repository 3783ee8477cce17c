import { type Behaviour, each, type Minute, type Published, sum } from './behaviour';

/** After so many minutes a message that nothing can process is moved to the dead-letter queue. */
const MINUTES_TO_DEAD_LETTER = 10;
/** A minute, at the busiest time of the day: enough that their absence is noticed, for which NoMessages needs a thousand in each hour, at night too. */
export const MESSAGES = 120;

/** A queue with a consumer: what is not consumed waits, and ages. */
export class Queue implements Behaviour {
  /** How many messages wait, by the minute in which they came; the oldest first. */
  readonly #waiting: { time: number; count: number }[] = [];
  readonly #poison: { readonly time: number }[] = [];

  public minute({ arrivals, condition, time, random }: Minute): Published {
    this.#waiting.push({ time, count: arrivals });
    for (let index = 0; index < condition.poison; index++) this.#poison.push({ time });
    while (this.#poison[0] !== undefined && time - this.#poison[0].time >= 60 * MINUTES_TO_DEAD_LETTER)
      this.#poison.shift();
    // a consumer that is back works off what has waited, faster than it comes in
    const backlog = this.#waiting.reduce((all, { count }) => all + count, 0);
    const processed = Math.round(Math.min(backlog, Math.max(arrivals, 3 * MESSAGES)) * condition.consuming);
    this.#take(processed);
    const left = backlog - processed + this.#poison.length;
    const oldest = Math.min(this.#waiting[0]?.time ?? time, this.#poison[0]?.time ?? time);
    return {
      NumberOfMessagesSent: each(arrivals),
      NumberOfMessagesReceived: each(processed + this.#poison.length),
      NumberOfMessagesDeleted: each(processed),
      NumberOfEmptyReceives: each(condition.consuming > 0 ? 20 : 0),
      SentMessageSize: arrivals === 0 ? [] : [[1400, arrivals]],
      ApproximateAgeOfOldestMessage: sum(left === 0 ? Math.round(random.between(0, 2)) : time + 60 - oldest),
      ApproximateNumberOfMessagesVisible: sum(left),
      ApproximateNumberOfMessagesNotVisible: sum(condition.consuming > 0 ? Math.min(10, Math.ceil(arrivals / 8)) : 0),
      ApproximateNumberOfMessagesDelayed: sum(0),
    };
  }

  #take(count: number): void {
    let left = count;
    while (this.#waiting[0] !== undefined && left >= this.#waiting[0].count)
      left -= (this.#waiting.shift() as { count: number }).count;
    if (this.#waiting[0] !== undefined) this.#waiting[0].count -= left;
  }
}

/** A dead-letter queue, which nothing consumes. */
export class DeadLetterQueue implements Behaviour {
  #messages = 0;
  #oldest?: number;

  public minute({ condition, time }: Minute): Published {
    this.#messages += condition.poison;
    if (this.#messages > 0) this.#oldest ??= time;
    return {
      ApproximateNumberOfMessagesVisible: sum(this.#messages),
      ApproximateNumberOfMessagesNotVisible: sum(0),
      ApproximateAgeOfOldestMessage: sum(this.#oldest === undefined ? 0 : time + 60 - this.#oldest),
      // what SQS itself moves there is not counted as sent
      NumberOfMessagesSent: sum(0),
      NumberOfMessagesReceived: sum(0),
      NumberOfMessagesDeleted: sum(0),
    };
  }
}
