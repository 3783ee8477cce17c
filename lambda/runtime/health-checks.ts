import type { HEALTH_METRICS } from '../../lib/catalogue';
import { round } from './objects';
import type { Operation } from './operation';
import { downBecause } from './time-limit';

const HEALTHY = 'healthy';
const DEGRADED = 'degraded';
export const UNHEALTHY = 'unhealthy';
/** By the number that is published. */
export const STATUSES = [HEALTHY, DEGRADED, UNHEALTHY] as const;

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** The health of a component. */
export interface ComponentHealth {
  readonly status: HealthStatus;
  /** Public numbers. Texts are not allowed, because they could disclose internals. @default - none */
  readonly details?: Readonly<Record<string, number | undefined>>;
}

/**
 * Checks one component. A check that throws, or exceeds its time limit, makes the component unhealthy.
 *
 * @param op to measure and log with
 */
export type HealthCheck = (
  op: Operation<never, typeof HEALTH_METRICS>,
) => ComponentHealth | PromiseLike<ComponentHealth>;

type Reading<Value> = () => Value | PromiseLike<Value>;

const MEBIBYTE = 1_048_576;

const degradedUnless = (fine: boolean, details: ComponentHealth['details']): ComponentHealth => ({
  status: fine ? HEALTHY : DEGRADED,
  details,
});

/** Healthy if the database responds. @param ping sends a query such as `SELECT 1` */
export const databaseHealth =
  (ping: Reading<unknown>): HealthCheck =>
  async () => {
    await ping();
    return { status: HEALTHY };
  };

/**
 * Degraded if too many messages are waiting or in flight in all of these queues together.
 *
 * @param depths the number of messages in each queue; to judge a queue alone, give it a component of its own
 * @param tooMany @default 1000
 */
export const queueHealth =
  (depths: Reading<readonly number[]>, tooMany = 1000): HealthCheck =>
  async () => {
    const pending = (await depths()).reduce((sum, depth) => sum + depth, 0);
    return degradedUnless(pending < tooMany, { pending });
  };

/**
 * Healthy if all partners respond, degraded if some do, unhealthy if none does. Healthy without partners.
 *
 * @param probes of each partner; a partner is down if its probe throws, resolves to `false` or to a response with a `status` of 400
 * or more, or exceeds its time limit; the log says why
 * @param timeLimitMs of each probe, less than that of the component - @default 2000
 */
export const partnersHealth =
  (probes: Readonly<Record<string, Reading<unknown>>>, timeLimitMs = 2000): HealthCheck =>
  async (op) => {
    const reasons = await Promise.all(
      Object.entries(probes).map(async ([partner, probe]) => {
        const reason = await downBecause(probe, timeLimitMs);
        if (reason) op.log?.error('Partner is down', { partner, reason });
        return reason;
      }),
    );
    const totalCount = reasons.length;
    const healthyCount = reasons.filter((reason) => !reason).length;
    const someAnswer = healthyCount ? DEGRADED : UNHEALTHY;
    return { status: healthyCount === totalCount ? HEALTHY : someAnswer, details: { healthyCount, totalCount } };
  };

/** The users of a partner. */
export interface PartnerUsers {
  readonly active: number;
  /** The active users whose last synchronisation failed. */
  readonly errored: number;
  /** The number of recent errors. @default - left out of the response */
  readonly recentErrors?: number;
}

/** Degraded if at least half of the partners' active users are in error; healthy if none is. */
export const partnerUsersHealth =
  (read: Reading<PartnerUsers>): HealthCheck =>
  async () => {
    const users = await read();
    const { active, errored } = users;
    // 0 of 0 users is NaN and is left out
    const errorRatePercent = round((errored / active) * 10_000) / 100;
    return degradedUnless(errored === 0 || errored < 0.5 * active, { ...users, errorRatePercent });
  };

/**
 * Degraded if this process uses too much memory.
 *
 * @param tooManyBytes of the heap - @default - 80 % of the memory of a Lambda function, elsewhere 1 GiB
 */
export const applicationHealth =
  (
    tooManyBytes = 0.8 * Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) * MEBIBYTE || 1024 * MEBIBYTE,
  ): HealthCheck =>
  (op) => {
    const { heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    op.gauge('HeapUsedBytes', heapUsed);
    op.property('nodeVersion', process.version);
    return degradedUnless(heapUsed < tooManyBytes, {
      memoryUsedMB: round(heapUsed / MEBIBYTE),
      uptimeHours: round(process.uptime() / 36) / 100,
      cpuSeconds: round((user + system) / 1e6),
    });
  };
