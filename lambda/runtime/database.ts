import type { DATABASE_METRICS } from '../../lib/catalogue';
import type { Work } from './clock';
import { measured } from './measured';
import type { Measurements } from './typed';

/** Measures the use of one database. Each method returns the result of its work and rethrows its errors. */
export interface Database {
  /** Measures opening a connection. Pass work that really connects: many drivers connect only at the first query. */
  connect<Result>(work: Work<Result>): Promise<Result>;
  /** Measures preparing the database for use, such as waiting for it or migrating it. */
  prepare<Result>(work: Work<Result>): Promise<Result>;
  /** Measures a query. @param name one of a few: CloudWatch bills a metric for each */
  query<Result>(name: string, work: Work<Result>): Promise<Result>;
  /** Publishes the number of records of a type. */
  records(type: string, count: number): void;
}

/**
 * Measures the use of a database by the metrics of `DATABASE_METRICS`, which the catalogue has to declare.
 *
 * @param op an operation, or a record of `metricsEmitter`
 *
 * @example
 * const db = database(op);
 * const client = await db.connect(() => pool.connect());
 * const rows = await db.query('byName', () => client.query(sql));
 */
export function database(op: Measurements<never, typeof DATABASE_METRICS>): Database {
  return {
    connect: (work) => measured(op, 'DbConnect', {}, work),
    prepare: (work) => measured(op, 'DbPrepare', {}, work),
    query: (QueryName, work) => measured(op, 'DbQuery', { QueryName }, work),
    records: (RecordType, count) => op.gauge('RecordCount', count, { RecordType }),
  };
}
