import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter, CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { topStack } from '../../tree/naming';

/** Queries for a first look, over log lines of `cdk-vigil/lambda`. */
const QUERIES: Readonly<Record<string, string>> = {
  Errors: `fields @timestamp, operation, message, error.name, error.message, correlationId, @log
| filter level = "ERROR"
| sort @timestamp desc
| limit 100`,
  'Failing operations': `filter ispresent(Operation) and (status >= 500 or ispresent(ErrorClass))
| stats count(*) as failures by Operation, status, ErrorClass
| sort failures desc`,
  'Slowest operations': `filter ispresent(OperationDuration)
| stats count(*) as requests, pct(OperationDuration, 50) as p50, pct(OperationDuration, 95) as p95, max(OperationDuration) as slowest by Operation
| sort p95 desc
| limit 10`,
  'One flow': `fields @timestamp, coalesce(operation, Operation) as what, level, message, status, OperationDuration, traceId, @log
| filter correlationId = "paste the correlation id here"
| sort @timestamp asc
| limit 1000`,
  Events: `fields coalesce(partner, stage, action) as subject, strcontains(level, "ERROR") as isFailure
| filter ispresent(event)
| stats count(*) as times, sum(isFailure) as failures, pct(durationMs, 95) as p95 by event, subject
| sort failures desc`,
  'Busiest callers': `filter ispresent(callerId) and ispresent(OperationDuration)
| stats count(*) as requests by callerId
| sort requests desc
| limit 25`,
  'Dropped values': `filter level = "WARN" and message like /^Dropped /
| stats count(*) as times by message`,
};

/** With these, Lambda drops the INFO lines that contain the metrics. */
const ABOVE_INFO = ['WARN', 'ERROR', 'FATAL'];

/** Saves the queries in the console of CloudWatch Logs, where they cost nothing until they are run. */
export function saveQueries(scope: Construct, label: string, logGroups: readonly string[]): void {
  if (logGroups.length === 0) return;
  for (const [name, queryString] of Object.entries(QUERIES)) {
    new CfnQueryDefinition(scope, `Query${name.replaceAll(' ', '')}`, {
      name: `${topStack(scope).stackName}/${label}/${name}`,
      queryString,
      logGroupNames: [...logGroups],
    });
  }
}

/** The metric of lines at ERROR: one for each stack, so that the environments of an account have one each. */
export const errorsLogged = (scope: Construct): string => `ErrorsLogged-${topStack(scope).stackName}`;

/** Counts lines at ERROR as one metric of the application, from the log groups that the app makes itself. */
export function countErrors(scope: Construct, namespace: string, logGroups: readonly string[]): void {
  logGroups.forEach((logGroupName, index) => {
    new CfnMetricFilter(scope, `ErrorsLogged${index === 0 ? '' : index + 1}`, {
      logGroupName,
      filterPattern: '{ $.level = "ERROR" }',
      metricTransformations: [
        { metricNamespace: namespace, metricName: errorsLogged(scope), metricValue: '1', unit: 'Count' },
      ],
    });
  });
}

/** The error of a function's log level; undefined if there is none. */
export function logLevelError(fn: CfnFunction): string | undefined {
  const { logFormat, applicationLogLevel } = (fn.loggingConfig ?? {}) as CfnFunction.LoggingConfigProperty;
  if (logFormat !== 'JSON' || !ABOVE_INFO.includes(applicationLogLevel ?? '')) return undefined;
  return `${fn.node.path} logs from ${applicationLogLevel} on, which silences its metrics: they are log lines at INFO. Set its application log level to INFO and its variable LOG_LEVEL to ${applicationLogLevel}.`;
}
