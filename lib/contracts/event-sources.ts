/** How Lambda takes messages from one of the notifier's queues. */
export interface EventSource {
  readonly maxConcurrency: number;
  readonly batchSize: number;
}

/**
 * Seven functions at once: a new account has ten for everything that runs in it. P0 and commands have functions of their own, two each,
 * the fewest that Lambda takes; ten of the others are worked on side by side.
 */
export const EVENT_SOURCES = {
  alarms: { maxConcurrency: 3, batchSize: 10 },
  urgent: { maxConcurrency: 2, batchSize: 1 },
  commands: { maxConcurrency: 2, batchSize: 1 },
} as const satisfies Readonly<Record<string, EventSource>>;
