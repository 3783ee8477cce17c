import type { Entry, Runbooks } from './runbook';
import {
  AWS_HEALTH,
  CHANGED_BY_HAND,
  DATABASE_EVENTS,
  DATABASE_LOAD,
  LARGER_INSTANCE,
  RUNNING_STATEMENTS,
  STATEMENT_TIMEOUT,
  STOP_STATEMENT,
  WHAT_CHANGED,
} from './shared';
import { STORAGE_RUNBOOKS } from './storage';

const WHO_IS_CONNECTED =
  'Who holds them? PostgreSQL: `SELECT usename, application_name, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC;` MySQL: `SELECT user, host, command, count(*) FROM information_schema.processlist GROUP BY 1, 2, 3 ORDER BY 4 DESC;`';
const RESERVED_FOR_YOU = 'You cannot connect? A few are kept back for the master user: log in as that.';
const IDLE_IN_TRANSACTION =
  'Many `idle`: pools too large, or never closed. `idle in transaction`: code that forgets to commit. All `active`: slow statements.';
const END_IDLE =
  "End what is idle. PostgreSQL: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle%' AND state_change < now() - interval '10 minutes' AND usename = 'CLIENT';` MySQL: `CALL mysql.rds_kill(ID);`";
const PROXY = 'RDS Proxy, or a pooler, between functions and database.';
const FUNCTIONS_AS_CLIENTS =
  'Functions: each concurrent one holds its own. Compare with `ConcurrentExecutions`; a reservation limits both.';
const REPLICA_STATEMENTS =
  'Long statements on the replica: they hold up what it has to apply, or take the CPU from it.';
const WRITES =
  'A bulk load, a large transaction, or a schema change on the source? `WriteIOPS` and `WriteThroughput` of both.';
const READ_FROM_WRITER = 'Send reads that must be fresh to the writer until it has caught up.';
const FAIL_OVER: Entry = {
  say: 'Fail over: to the standby of a Multi-AZ instance, or to a reader of an Aurora cluster (a minute or two).',
  run: 'aws rds reboot-db-instance --db-instance-identifier DB --force-failover\naws rds failover-db-cluster --db-cluster-identifier CLUSTER',
};

/** Of databases themselves; what fills up or runs out is in `storage.ts`. */
export const DATABASE_RUNBOOKS: Runbooks = {
  ...STORAGE_RUNBOOKS,
  DatabaseDown: {
    symptoms: [
      'The instance has reported nothing for ten minutes. Whoever needs it fails: connection refused, or time-outs.',
      'If the applications are well, RDS only reports late: check before you act.',
    ],
    investigation: [
      DATABASE_EVENTS,
      'Does it answer? From within its network: `nc -vz ENDPOINT PORT`. `DatabaseConnections` of the other instances, errors of the clients.',
      'Status: `stopped` somebody stopped it; `storage-full` follow DatabaseStorage; `rebooting`, `modifying`, `upgrading` a change or maintenance window; `failed` restore; `inaccessible-encryption-credentials` its key is disabled.',
      'The last lines of the error log (RDS > Logs & events): out of memory, crash recovery?',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        FAIL_OVER,
        'Stopped: `aws rds start-db-instance --db-instance-identifier DB`. Key disabled: enable it; a database that waits too long has to be restored.',
        {
          say: 'Not to be saved: restore beside it to the last minute (it takes long: start now), then point the clients there. Aurora: `restore-db-cluster-to-point-in-time`.',
          run: 'aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier DB --target-db-instance-identifier DB-restored --use-latest-restorable-time',
        },
      ],
      mend: [
        'Mend what brought it down: memory, storage, a statement, a change. Compare the data with what clients believe they wrote.',
      ],
      prevent: [
        'Multi-AZ or an Aurora reader.',
        'Practise the restore once a quarter, with a clock.',
        'Deletion protection.',
      ],
    },
  },
  DatabaseConnections: {
    symptoms: [
      '90 % of the connections are taken. Soon new ones are refused: `too many clients already`, `Too many connections`.',
      'Functions that scale out fail first.',
    ],
    investigation: [
      RESERVED_FOR_YOU,
      WHO_IS_CONNECTED,
      IDLE_IN_TRANSACTION,
      'Sudden: a deployment, a retry storm, or slow statements (DatabaseCpu, DatabaseLatency). Slow: a leak (ConnectionLeak).',
      FUNCTIONS_AS_CLIENTS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        END_IDLE,
        'Restart the client that leaks, one instance after the other.',
        'Hold back the function that scales out: a smaller reservation.',
      ],
      mend: [
        'Pools that, times the number of clients, stay below the maximum.',
        'Mend the slow statement, if all are active.',
        LARGER_INSTANCE,
      ],
      prevent: [PROXY, '`idle_in_transaction_session_timeout` (PostgreSQL), `wait_timeout` (MySQL).'],
    },
  },
  ConnectionLeak: {
    symptoms: [
      'Connections grow hour after hour: at this pace they run out within 6 hours, or three quarters are taken already.',
      'Users feel nothing yet.',
    ],
    investigation: [
      'Graph `DatabaseConnections` over three days: a staircase that never goes down since a deployment is a leak; a wave is traffic.',
      WHO_IS_CONNECTED,
      IDLE_IN_TRANSACTION,
      'The oldest: PostgreSQL `SELECT pid, usename, backend_start, state, left(query, 60) FROM pg_stat_activity ORDER BY backend_start LIMIT 20;` The last statement names the code.',
      FUNCTIONS_AS_CLIENTS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Restart the client in a quiet minute: it wins hours.', END_IDLE],
      mend: ['Give back in `finally`, also after errors; one pool per process, made once, outside of the handler.'],
      prevent: [PROXY, 'A maximum age and idle time for connections of the pool.'],
    },
  },
  DatabaseCpu: {
    symptoms: [
      'CPU at 90 % or more for a quarter of an hour. Every statement takes longer; connections pile up behind it.',
    ],
    investigation: [
      DATABASE_LOAD,
      RUNNING_STATEMENTS,
      'Same statements, more of them: traffic, or a lost cache. Same traffic, one new top statement: a changed plan, a missing index, a release.',
      'Maintenance: autovacuum, `ANALYZE`, a backup, a dump of somebody.',
      'Burstable class: `CPUCreditBalance` at zero?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        STOP_STATEMENT,
        'Move reports and exports to a replica, or to the night.',
        'Roll back the release that brought the statement.',
      ],
      mend: [
        '`EXPLAIN (ANALYZE, BUFFERS)` of the top statement; add the index without blocking (`CREATE INDEX CONCURRENTLY`).',
        LARGER_INSTANCE,
      ],
      prevent: [STATEMENT_TIMEOUT, 'Review plans of new statements on data of real size.'],
    },
  },
  DatabaseBusy: {
    symptoms: [
      'CPU at 80 % or more for two hours. Statements wait for their turn; users may feel it, and the next peak would be too much.',
    ],
    investigation: [
      'Graph `CPUUtilization` over two weeks. A step: something changed that day. A slope: growth. Every night: a batch that has become long.',
      DATABASE_LOAD,
      RUNNING_STATEMENTS,
      'A changed plan after `ANALYZE`, an upgrade or much new data: the same statement, more time for each call.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Move reports and exports to a replica, or to the night.', STOP_STATEMENT],
      mend: [
        '`EXPLAIN (ANALYZE, BUFFERS)` of the top statement; add the index without blocking (`CREATE INDEX CONCURRENTLY`).',
        LARGER_INSTANCE,
      ],
      prevent: [
        'A batch that takes this long by nature: raise `datapointsToAlarm` of the rule, or mute it for these hours.',
        'Look at the load once a month; growth is known before it hurts.',
      ],
    },
  },
  ReplicaLag: {
    symptoms: [
      'The replica is more than a minute behind: readers miss what was just written.',
      'A replica promoted now would lose as much.',
    ],
    investigation: [
      DATABASE_EVENTS,
      WRITES,
      REPLICA_STATEMENTS,
      'Is its class or storage smaller than that of the source? CPU, `ReadIOPS`, `WriteLatency` of both.',
      'MySQL: tables without a primary key, and replication that stopped on an error (`SHOW REPLICA STATUS`). PostgreSQL: statements of the replica that conflict.',
      'Straight upward line, a second per second: replication stands still.',
    ],
    resolution: {
      now: [READ_FROM_WRITER, STOP_STATEMENT, 'Standing still and beyond repair: make a new replica beside it.'],
      mend: ['The same class as the source; large writes in small portions.'],
      prevent: ['A replica of its own for reports.', 'Code that reads what it has just written reads from the writer.'],
    },
  },
  AuroraReplicaLag: {
    symptoms: [
      'A reader is 2 seconds behind; usually it is under 100 milliseconds. Readers see old data.',
      'Readers that fall far behind restart and drop their connections.',
    ],
    investigation: [
      WRITES,
      'CPU of this reader against the others: alone it is its own load, all together it is the writer.',
      REPLICA_STATEMENTS,
      DATABASE_LOAD,
      DATABASE_EVENTS,
    ],
    resolution: {
      now: [READ_FROM_WRITER, STOP_STATEMENT, 'Pause the bulk load.'],
      mend: [
        'Readers of the class of the writer; serverless ones in promotion tier 0 or 1, which scale with it.',
        'Writes in small transactions.',
      ],
      prevent: ['Reports on a reader with a custom endpoint of its own.'],
    },
  },
  CapacityUnits: {
    symptoms: ['The serverless database is at its maximum: it cannot grow with the load any more, and slows down.'],
    investigation: [
      DATABASE_LOAD,
      RUNNING_STATEMENTS,
      {
        say: 'How far may it scale?',
        run: "aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].ServerlessV2ScalingConfiguration'",
      },
      'CPU or memory? `CPUUtilization` and `FreeableMemory` beside `ACUUtilization`: caches and connections keep capacity up, too.',
      'Is it the usual peak of the day, higher each week? Then it is growth.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        {
          say: 'Raise the maximum (no restart; it costs by use):',
          run: 'aws rds modify-db-cluster --db-cluster-identifier CLUSTER --serverless-v2-scaling-configuration MinCapacity=MIN,MaxCapacity=MAX --apply-immediately',
        },
        STOP_STATEMENT,
      ],
      mend: [
        'Mend the top statement.',
        'The number of connections allowed follows from the maximum: it takes effect after a restart.',
      ],
      prevent: ['Look at the peak once a month. Always near the maximum: a provisioned class is cheaper.'],
    },
  },
  ConnectionsHigh: {
    symptoms: [
      '80 % of the connections are taken for a quarter of an hour. Nothing is refused yet; DatabaseConnections would page next.',
    ],
    investigation: [
      WHO_IS_CONNECTED,
      IDLE_IN_TRANSACTION,
      FUNCTIONS_AS_CLIENTS,
      'A peak of the day that goes back, or a line that grows (ConnectionLeak)?',
    ],
    resolution: {
      now: [END_IDLE],
      mend: ['Smaller pools, given back sooner.', LARGER_INSTANCE],
      prevent: [PROXY],
    },
  },
};
