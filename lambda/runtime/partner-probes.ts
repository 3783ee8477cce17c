import type { MetricsCatalogue, PartnerMetrics } from '../../lib/catalogue';
import type { Work } from './clock';
import type { EventRecorder } from './log-events';
import { type Operation, operation } from './operation';
import { downBecause } from './time-limit';
import type { Measurements } from './typed';

const TIME_LIMIT_MS = 5000;

/** Probes one partner: publishes `ProbeUp`, and logs why it is down. @returns why; undefined: it is up */
export async function whyDown(
  op: Measurements<never, PartnerMetrics> & EventRecorder,
  partner: string,
  work: Work<unknown>,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<string | undefined> {
  const reason = await downBecause(work, timeLimitMs);
  op.gauge('ProbeUp', Number(!reason), { Partner: partner });
  if (reason)
    op.log?.event({ event: 'partner-operation', action: 'probe', partner, success: false, context: { reason } });
  return reason;
}

/** What a health check of type `function` reads. */
export interface ProbesAnswer {
  /** 200 if all partners are up, otherwise 503. */
  readonly statusCode: number;
  /** Which partners are down, and why: the alert says it. @default - all are up */
  readonly reason?: string;
}

/** Probes of partners, and what else is measured each minute. */
export interface PartnerProbesOptions {
  /** @default 5000 */
  readonly timeLimitMs?: number;
  /** Runs after the probes, such as `states.publishAges`. @default - nothing */
  readonly also?: (op: Operation<never, PartnerMetrics>) => unknown;
}

/**
 * A Lambda handler that probes all partners at the same time. A health check of type `function` runs it each minute, and alerts
 * with the reason.
 *
 * @param catalogue with `partnerMetrics` of the same partners
 * @param probes by the name of the partner; each fails as that of `partner(…).probe` does
 *
 * @example
 * export const handler = partnerProbes(scheduling, { acme: () => fetch('https://api.acme.example/health') });
 */
export const partnerProbes = <Metrics extends PartnerMetrics>(
  catalogue: MetricsCatalogue<string, Metrics>,
  probes: Readonly<Record<string, Work<unknown>>>,
  { timeLimitMs, also }: PartnerProbesOptions = {},
) =>
  operation(catalogue, async (_event, op): Promise<ProbesAnswer> => {
    const measured = op as unknown as Operation<never, PartnerMetrics>;
    const reasons = await Promise.all(
      Object.entries(probes).map(async ([partner, probe]) => {
        const reason = await whyDown(measured, partner, probe, timeLimitMs);
        return reason === undefined ? [] : [`${partner}: ${reason}`];
      }),
    );
    await also?.(measured);
    const down = reasons.flat();
    return down.length === 0 ? { statusCode: 200 } : { statusCode: 503, reason: down.join(', ') };
  });
