import type { DATABASE_METRICS } from '../../lib/catalogue';
import type { Work } from './clock';
import { measured } from './measured';
import type { Measurements } from './typed';

/** Measures the use of one database. What the measured work returns is returned, and what it throws is thrown on. */
export interface Database {
  /** Opens a connection. Pass work that really connects: many drivers do so only at the first query. */
  connect<Result>(work: Work<Result>): Promise<Result>;
  /** Makes the database ready for use, such as by waiting for it or by migrating it. */
  prepare<Result>(work: Work<Result>): Promise<Result>;
  /** Runs a query. @param name one of few: each makes a metric that is paid for */
  query<Result>(name: string, work: Work<Result>): Promise<Result>;
  /** Takes a reading of how many records of a type there are. */
  records(type: string, count: number): void;
}

/**
 * Measures the use of a database with the metrics of `DATABASE_METRICS`, which the catalogue has to declare.
 *
 * @param op of an operation, or a record of metrics alone
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
