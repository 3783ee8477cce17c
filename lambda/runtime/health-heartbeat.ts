import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECKS_NAMESPACE,
  HEARTBEAT_METRIC,
} from '../../lib/contracts/health-checker';
import { json, writeLine } from './output';

/**
 * Reports the heartbeat of a health check of type `heartbeat`, by a line in the log.
 *
 * @param check its name
 * @param checker the value of the dimension `Checker` of its alarm: `STACK-Vigil-HealthChecks`
 *
 * @example
 * heartbeat('nightly', 'Shop-Vigil-HealthChecks');
 */
export function heartbeat(check: string, checker: string): void {
  const Metrics = [{ Name: HEARTBEAT_METRIC, Unit: 'Count' }];
  const Dimensions = [[CHECKER_DIMENSION, CHECK_DIMENSION]];
  const CloudWatchMetrics = [{ Namespace: HEALTH_CHECKS_NAMESPACE, Dimensions, Metrics }];
  const values = { [CHECKER_DIMENSION]: checker, [CHECK_DIMENSION]: check, [HEARTBEAT_METRIC]: 1 };
  writeLine(json({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, ...values }));
}
