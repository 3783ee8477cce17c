import { PRICE_OF_REQUEST, PRICES } from '../../rehearsal/preview/prices';
import type { Amounts } from '../../rehearsal/verification/plan';

/** A run that could cost more does not start. */
export const LIMIT_DOLLARS = 1;

export interface CostLine {
  readonly item: string;
  readonly quantity: number;
  readonly hours?: number;
  readonly dollars: number;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly dollars: number;
}

/** As CloudWatch bills: a twelfth of a year. */
const HOURS_OF_MONTH = 730;

/** The most that a run costs, by the hours that it touches. No free tier is taken off. */
export function costOf(amounts: Amounts): Cost {
  // a run that begins within an hour touches one more
  const hours = Math.ceil(amounts.minutes / 60) + 1;
  const hourly = (
    quantity: number,
    { item, each }: { item: string; each: number },
    sum = quantity * hours,
  ): CostLine => ({
    ...{ item, quantity, hours: Math.ceil(sum / quantity) },
    dollars: (sum * each) / HOURS_OF_MONTH,
  });
  const lines = [
    hourly(amounts.metrics, PRICES.customMetric, amounts.metricHours),
    hourly(amounts.standardAlarmMetrics, PRICES.standardMetric),
    hourly(amounts.highResolutionAlarmMetrics, PRICES.highResolutionMetric),
    hourly(amounts.composites, PRICES.composite),
    { item: 'API request', quantity: amounts.requests, dollars: amounts.requests * PRICE_OF_REQUEST },
  ].filter(({ quantity }) => quantity > 0);
  return { lines, dollars: lines.reduce((sum, line) => sum + line.dollars, 0) };
}
