import type { CfnGlobalTable, CfnTable, IGlobalTableRef, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnDBCluster, CfnDBInstance, IDBClusterRef, IDBInstanceRef } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Part } from '../dashboards/part';
import { STREAM_CONSUMER_RULES } from '../rules/function-rules';
import type { WatchContext } from './discovery/watch-context';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { consumersOf, functionPart } from './resources/functions';
import { CLUSTER, clusterPart, INSTANCE, instancePart } from './resources/relational-databases';
import { GLOBAL_TABLE, TABLE, tableParts } from './resources/tables';

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
  readonly database: ITableRef | IGlobalTableRef | IDBInstanceRef | IDBClusterRef;
}

/**
 * Watches a database: is it there, is it throttled, what runs out. Finds by itself the indexes of a table, the functions that
 * read its stream, and the instances of a cluster.
 *
 * @example
 *
 * new DatabaseMonitor(this, 'TableMonitor', { vigil, database: table });
 */
export class DatabaseMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'Database';
  readonly #props: DatabaseMonitorProps;

  public constructor(scope: Construct, id: string, props: DatabaseMonitorProps) {
    super(scope, id, props, props.database, [TABLE, GLOBAL_TABLE, INSTANCE, CLUSTER]);
    this.#props = props;
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const { graph, claim } = context;
    const { database, maxConnections, memoryGiB } = this.#props;
    const known = { maxConnections, memoryGiB };
    if ('dbInstanceRef' in database)
      return [instancePart(database, this._resource as CfnDBInstance | undefined, known)];
    if ('dbClusterRef' in database) {
      const cluster = this._resource as CfnDBCluster | undefined;
      const instances =
        cluster === undefined ? [] : graph.referrers<CfnDBInstance>(INSTANCE, 'dbClusterIdentifier', cluster);
      return [
        clusterPart(database, cluster),
        ...instances.filter(claim).map((instance) => instancePart(instance, instance, known, cluster)),
      ];
    }
    const table = this._resource as CfnTable | CfnGlobalTable | undefined;
    return [...tableParts(database, table), ...(table === undefined ? [] : readersOf(table, context))];
  }
}

/** The functions that read the stream of a table, which keeps its records for a day. */
function readersOf(table: CfnTable | CfnGlobalTable, { graph, claim }: WatchContext): Part[] {
  return consumersOf(table, graph)
    .filter(claim)
    .map((fn) => functionPart(fn, STREAM_CONSUMER_RULES, { retentionHours: 24 }));
}
