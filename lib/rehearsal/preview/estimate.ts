import { HEALTH_CHECK_METRICS, type HealthCheckerSettings } from '../../contracts/health-checker';
import type { Alarm, ApiStage, Assembly } from '../assembly/model';
import { isInsights } from '../simulator/insights';
import {
  isHighResolution,
  METRICS_OF_ANOMALY_ALARM,
  METRICS_OF_CACHE,
  METRICS_OF_OPERATION,
  PRICES,
  type Price,
} from './prices';
import { counted } from './units';

export interface EstimateLine extends Price {
  readonly quantity: number;
  /** US dollars a month. */
  readonly monthly: number;
  /** How the quantity was computed. */
  readonly assumption?: string;
}

export interface Estimate {
  /** Billed from deployment on. */
  readonly lines: readonly EstimateLine[];
  readonly monthly: number;
  /** The most that is added when every operation has traffic. */
  readonly atMost: readonly EstimateLine[];
  readonly monthlyAtMost: number;
  /** Alarms whose price cannot be computed from a template. */
  readonly unpriced: readonly string[];
}

export function estimateOf(assembly: Assembly): Estimate {
  const lines = [
    ...linesOf(assembly.alarms),
    line(PRICES.dashboard, assembly.dashboards.length),
    line(PRICES.key, keysOfTopics(assembly)),
    line(PRICES.answersKey, assembly.answering.length),
    line(PRICES.heartbeatsKey, assembly.healthCheckers.filter(({ hasHeartbeatUrls }) => hasHeartbeatUrls).length),
    ...linesOfHealthChecks(assembly.healthCheckers.map(({ settings }) => settings)),
  ].filter(({ quantity }) => quantity > 0);
  const atMost = assembly.apiStages.filter(({ detailedOperations }) => detailedOperations > 0).map(detailedMetrics);
  const unpriced = assembly.alarms.filter(isUnpriced).map(({ name }) => name);
  return { lines, monthly: sum(lines), atMost, monthlyAtMost: sum([...lines, ...atMost]), unpriced };
}

/** Metrics by check, and one of all together. */
const linesOfHealthChecks = (checkers: readonly HealthCheckerSettings[]): EstimateLine[] => {
  const total = (of: (checker: HealthCheckerSettings) => number) => checkers.reduce((sum, each) => sum + of(each), 0);
  const metricsOf = ({ allMetrics }: HealthCheckerSettings) =>
    allMetrics ? Object.keys(HEALTH_CHECK_METRICS).length : 1;
  return [
    line(
      PRICES.customMetric,
      total((checker) => (checker.checks + 1) * metricsOf(checker)),
    ),
    line(
      PRICES.checkFunction,
      total(({ shards, probers }) => shards + probers.length),
    ),
    line(PRICES.check, Math.round(total(({ runsADay }) => runsADay) / 14.4) / 100),
  ];
};

/** US dollars a month of some alarms. */
export const priceOf = (alarms: readonly Alarm[]): number => sum(linesOf(alarms));

function linesOf(alarms: readonly Alarm[]): EstimateLine[] {
  const amount = (highResolution: boolean) =>
    alarms
      .filter((alarm) => isFast(alarm) === highResolution)
      .reduce((total, alarm) => total + billedMetrics(alarm), 0);
  return [
    line(PRICES.standardMetric, amount(false)),
    line(PRICES.highResolutionMetric, amount(true)),
    line(PRICES.analysedMetric, analysedMetrics(alarms)),
    line(PRICES.composite, alarms.filter(({ kind }) => kind === 'composite').length),
  ];
}

const isFast = (alarm: Alarm): boolean => 'periodSeconds' in alarm && isHighResolution(alarm.periodSeconds ?? 60);

function billedMetrics(alarm: Alarm): number {
  if (alarm.kind === 'composite' || alarm.kind === 'unexplained') return 0;
  if (alarm.kind === 'anomaly') return METRICS_OF_ANOMALY_ALARM;
  return alarm.queries.filter(({ metric }) => metric !== undefined).length;
}

/** Of a query of Metrics Insights: those of the app's own resources that it finds. */
const analysedMetrics = (alarms: readonly Alarm[]): number =>
  alarms.reduce((total, alarm) => total + ('queries' in alarm ? alarm.selected.length : 0), 0);

/** A Metrics Insights query is billed by the metrics that it finds, and only the account knows how many those are. */
const isUnpriced = (alarm: Alarm): boolean =>
  alarm.kind === 'unexplained' || ('queries' in alarm && alarm.selected.length === 0 && isQueried(alarm));

const isQueried = (alarm: Alarm): boolean =>
  'queries' in alarm && alarm.queries.some(({ expression = '' }) => isInsights(expression));

function keysOfTopics({ keys, topics }: Assembly): number {
  const used = new Set(topics.map(({ encryptionKey }) => encryptionKey));
  return keys.filter(({ identifiers }) => identifiers.some((identifier) => used.has(identifier))).length;
}

function detailedMetrics({ api, stage, kind, caching, detailedOperations }: ApiStage): EstimateLine {
  const metrics = [...METRICS_OF_OPERATION[kind], ...(caching ? METRICS_OF_CACHE : [])];
  return {
    ...line(PRICES.detailedMetric, detailedOperations * metrics.length),
    assumption: `${api} (${stage}): ${counted(detailedOperations, 'operation')} with ${metrics.join(', ')}`,
  };
}

const line = (price: Price, quantity: number): EstimateLine => ({
  ...price,
  quantity,
  monthly: cents(quantity * price.each),
});
const sum = (lines: readonly EstimateLine[]): number => cents(lines.reduce((total, { monthly }) => total + monthly, 0));
const cents = (dollars: number): number => Math.round(dollars * 100) / 100;
