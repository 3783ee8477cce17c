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
  const directive = {
    Namespace: 'HealthChecks',
    Dimensions: [['Checker', 'Check']],
    Metrics: [{ Name: 'HealthCheckHeartbeat' }],
  };
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [directive] };
  writeLine(json({ _aws, Checker: checker, Check: check, HealthCheckHeartbeat: 1 }));
}
