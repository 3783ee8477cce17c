/** What is wrong with a resource, as its metrics show it. Everything is as usual at the values of `HEALTHY`. */
export interface Condition {
  /** Times its usual requests. */
  readonly load: number;
  /** Times its usual duration. */
  readonly latency: number;
  /** The share of requests that take so long. */
  readonly slowShare: number;
  /** The share of requests that fail, besides the few that always do. */
  readonly errors: number;
  readonly clientErrors: number;
  /** The share of requests that are refused for want of capacity. */
  readonly throttles: number;
  /** The share of its usual processing that a consumer does. */
  readonly consuming: number;
  /** Messages a minute that nothing can process. */
  readonly poison: number;
  /** The share of CPU, memory, connections or credits that is used besides the usual. */
  readonly pressure: number;
  /** The share of disk space that is used besides the usual. */
  readonly space: number;
  /** Days until a certificate expires. */
  readonly daysLeft: number;
  /** It publishes nothing. */
  readonly isSilent: boolean;
}

export const HEALTHY: Condition = {
  load: 1,
  latency: 1,
  slowShare: 1,
  errors: 0,
  clientErrors: 0,
  throttles: 0,
  consuming: 1,
  poison: 0,
  pressure: 0,
  space: 0,
  daysLeft: 300,
  isSilent: false,
};

/** Several at once: what multiplies is multiplied, and of the rest the worst counts. */
export const together = (all: readonly Partial<Condition>[]): Condition =>
  all.reduce<Condition>(
    (one, other) => ({
      load: one.load * (other.load ?? 1),
      latency: one.latency * (other.latency ?? 1),
      slowShare: slowShareOf(one, other),
      consuming: one.consuming * (other.consuming ?? 1),
      errors: Math.max(one.errors, other.errors ?? 0),
      clientErrors: Math.max(one.clientErrors, other.clientErrors ?? 0),
      throttles: Math.max(one.throttles, other.throttles ?? 0),
      poison: one.poison + (other.poison ?? 0),
      pressure: Math.max(one.pressure, other.pressure ?? 0),
      space: Math.max(one.space, other.space ?? 0),
      daysLeft: Math.min(one.daysLeft, other.daysLeft ?? HEALTHY.daysLeft),
      isSilent: one.isSilent || other.isSilent === true,
    }),
    HEALTHY,
  );

/** Of those that are slow, the largest part counts. */
function slowShareOf(one: Condition, { latency = 1, slowShare = 1 }: Partial<Condition>): number {
  if (latency === 1) return one.slowShare;
  return one.latency === 1 ? slowShare : Math.max(one.slowShare, slowShare);
}
