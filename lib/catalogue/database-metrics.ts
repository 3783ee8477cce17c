import type { MetricDeclarations } from './catalogue';

/**
 * Metrics of a database client, with alarms, for the `metrics` of a catalogue. `database` of `cdk-vigil/lambda` publishes them.
 * Two metrics have no alarm, because their thresholds depend on the application: declare `DbQueryDuration` and `RecordCount` with one.
 *
 * @example
 * defineMetrics({
 *   namespace: 'Invoicing',
 *   metrics: {
 *     ...DATABASE_METRICS,
 *     RecordCount: { ...DATABASE_METRICS.RecordCount, alarm: { above: 1_000_000, within: 'PT1H', severity: 'P3' } },
 *     DbQueryDuration: {
 *       ...DATABASE_METRICS.DbQueryDuration,
 *       alarm: { below: 99, statistic: 'PR(:500)', within: 'PT5M', times: 3, severity: 'P2' },
 *     },
 *   },
 * });
 */
export const DATABASE_METRICS = {
  DbConnectSuccess: { unit: 'Count' },
  DbConnectFailure: {
    unit: 'Count',
    alarm: {
      above: 3,
      within: 'PT5M',
      severity: 'P1',
      why: 'The application cannot connect to its database.',
      steps: [
        'Look at the connections and the state of the database.',
        'Check its security groups, endpoint and secret.',
      ],
    },
  },
  DbConnectDuration: {
    unit: 'Milliseconds',
    alarm: {
      above: 2000,
      within: 'PT5M',
      times: 3,
      statistic: 'p90',
      severity: 'P2',
      why: 'One of ten connections to the database takes longer than 2 seconds.',
      steps: ['Compare the number of connections with the maximum of the database.', 'Look at its CPU and memory.'],
    },
  },
  DbQuerySuccess: { unit: 'Count', dimensions: ['QueryName'] },
  DbQueryFailure: {
    unit: 'Count',
    dimensions: ['QueryName'],
    alarm: {
      above: 3,
      within: 'PT5M',
      severity: 'P2',
      why: 'Queries fail.',
      steps: ['Find the query by its name on the dashboard.', 'Read its errors in the log.'],
    },
  },
  DbQueryDuration: { unit: 'Milliseconds', dimensions: ['QueryName'] },
  DbPrepareSuccess: { unit: 'Count' },
  DbPrepareFailure: {
    unit: 'Count',
    alarm: {
      above: 0,
      within: 'PT5M',
      severity: 'P2',
      why: 'The database was not made ready for use.',
      steps: ['Read in the log what failed: the wait for the database, or its migration.'],
    },
  },
  DbPrepareDuration: { unit: 'Milliseconds' },
  RecordCount: { unit: 'Count', kind: 'gauge', dimensions: ['RecordType'] },
} as const satisfies MetricDeclarations;
