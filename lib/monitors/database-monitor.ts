import type { Construct } from 'constructs';
import { POSITIVE } from '../validation/kind';
import { checked, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { DatabaseSource } from './resources/all';
import { sourceOf } from './resources/source';

/** Options of a database's monitor. */
export interface DatabaseOptions extends MonitorOptions {
  /**
   * How many connections the database accepts. RDS and Aurora only.
   *
   * @default - what RDS derives from the memory of the instance class
   */
  readonly maxConnections?: number;

  /**
   * The memory of one instance, in GiB. RDS and Aurora only.
   *
   * @default - by the instance class
   */
  readonly memoryGiB?: number;
}

/** Properties of a database's monitor. */
export interface DatabaseMonitorProps extends DatabaseOptions, MonitorProps {
  /** A DynamoDB table, an RDS instance or an Aurora cluster. */
  readonly database: DatabaseSource;
}

const DATABASE_PROPS = object<DatabaseMonitorProps>({
  ...MONITOR_FIELDS,
  database: sourceOf('Database'),
  maxConnections: POSITIVE,
  memoryGiB: POSITIVE,
});

/**
 * Watches a database: is it there, is it throttled, what runs out. Finds by itself the indexes of a table, the functions that
 * read its stream, and the instances of a cluster.
 *
 * @example
 *
 * new DatabaseMonitor(this, 'TableMonitor', { vigil, database: table });
 */
export class DatabaseMonitor extends Monitor {
  public constructor(scope: Construct, id: string, props: DatabaseMonitorProps) {
    const known = checked(DATABASE_PROPS, props);
    super(scope, id, known, 'Database', known.database);
  }
}
