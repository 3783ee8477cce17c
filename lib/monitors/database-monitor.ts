import type { CfnResource } from 'aws-cdk-lib';
import type { CfnGlobalTable, CfnTable, IGlobalTableRef, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnDBCluster, CfnDBInstance, IDBClusterRef, IDBInstanceRef } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Part } from '../alarms/part';
import { resourceOf } from '../tree/resource-graph';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { CLUSTER, clusterPart, INSTANCE, instancePart } from './relational-databases';
import { GLOBAL_TABLE, TABLE, tableParts } from './tables';
import type { WatchContext } from './watch-context';

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
 * Watches a database: is it there, is it throttled, what runs out. Finds by itself the indexes of a table and the instances of
 * a cluster.
 *
 * @example
 *
 * new DatabaseMonitor(this, 'TableMonitor', { vigil, database: table });
 */
export class DatabaseMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'Database';
  /** @internal */
  public readonly _resource?: CfnResource;
  readonly #props: DatabaseMonitorProps;

  public constructor(scope: Construct, id: string, props: DatabaseMonitorProps) {
    super(scope, id, props, props.database);
    this.#props = props;
    this._resource = resourceOf(props.database, TABLE, GLOBAL_TABLE, INSTANCE, CLUSTER);
  }

  /** @internal */
  public _parts({ graph, claim }: WatchContext): Part[] {
    const { database, maxConnections, memoryGiB } = this.#props;
    const known = { maxConnections, memoryGiB };
    if ('dbInstanceRef' in database)
      return [instancePart(database, this._resource as CfnDBInstance | undefined, known)];
    if ('dbClusterRef' in database) {
      const cluster = this._resource as CfnDBCluster | undefined;
      const instances =
        cluster === undefined
          ? []
          : graph.referrers<CfnDBInstance>(INSTANCE, (each) => each.dbClusterIdentifier, cluster);
      return [
        clusterPart(database, cluster),
        ...instances.filter(claim).map((instance) => instancePart(instance, instance, known, cluster)),
      ];
    }
    return tableParts(database, this._resource as CfnTable | CfnGlobalTable | undefined);
  }
}
