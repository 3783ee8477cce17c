import type { HEALTH_METRICS } from '../../lib/catalogue';
import { round } from './objects';
import type { Operation } from './operation';
import { isUp } from './time-limit';

const HEALTHY = 'healthy';
const DEGRADED = 'degraded';
export const UNHEALTHY = 'unhealthy';
/** At the place of the number that is published. */
export const STATUSES = [HEALTHY, DEGRADED, UNHEALTHY] as const;

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** How a component is. */
export interface ComponentHealth {
  readonly status: HealthStatus;
  /** Anybody may read them: numbers only, for a text could say what nobody outside should know. @default - none */
  readonly details?: Readonly<Record<string, number | undefined>>;
}

/**
 * Looks at one component. One that throws, or takes longer than its time limit, is unhealthy.
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

/** Healthy if it answers. @param ping asks for an answer, such as by `SELECT 1` */
export const databaseHealth =
  (ping: Reading<unknown>): HealthCheck =>
  async () => {
    await ping();
    return { status: HEALTHY };
  };

/**
 * Degraded if too many messages wait, or are worked on, in all of these queues together.
 *
 * @param depths how many there are in each; give each queue a component of its own to judge it alone
 * @param tooMany @default 1000
 */
export const queueHealth =
  (depths: Reading<readonly number[]>, tooMany = 1000): HealthCheck =>
  async () => {
    const pending = (await depths()).reduce((sum, depth) => sum + depth, 0);
    return degradedUnless(pending < tooMany, { pending });
  };

/**
 * Healthy if all partners answer, degraded if some do, unhealthy if none does. Without partners there is nothing to be ill.
 *
 * @param probes of each partner; one that throws, answers `false`, or takes too long, says that the partner is down
 * @param timeLimitMs of each probe, less than that of the component - @default 2000
 */
export const partnersHealth =
  (probes: Readonly<Record<string, Reading<unknown>>>, timeLimitMs = 2000): HealthCheck =>
  async () => {
    const answers = await Promise.all(Object.values(probes).map((probe) => isUp(probe, timeLimitMs)));
    const totalCount = answers.length;
    const healthyCount = answers.filter(Boolean).length;
    const someAnswer = healthyCount ? DEGRADED : UNHEALTHY;
    return { status: healthyCount === totalCount ? HEALTHY : someAnswer, details: { healthyCount, totalCount } };
  };

/** What is known of a partner's users. */
export interface PartnerUsers {
  readonly active: number;
  /** Of them, those whose last synchronisation failed. */
  readonly errored: number;
  /** Errors of late. @default - not told */
  readonly recentErrors?: number;
}

/** Degraded if half of the partners' active users, or more, are in error. Where nobody is in error, all is well. */
export const partnerUsersHealth =
  (read: Reading<PartnerUsers>): HealthCheck =>
  async () => {
    const users = await read();
    const { active, errored } = users;
    // of none in error among none active it is no number, and not told
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
