import type { Entry, Runbooks } from './runbook';
import {
  DATABASE_EVENTS,
  DATABASE_LOAD,
  LARGER_INSTANCE,
  LARGEST_TABLES,
  RUNNING_STATEMENTS,
  STOP_STATEMENT,
  WHAT_CHANGED,
} from './shared';

const SLOTS =
  'PostgreSQL, WAL that a slot holds back: `SELECT slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots;` Metrics: `TransactionLogsDiskUsage`, `OldestReplicationSlotLag`.';
const DROP_SLOT =
  "A slot that nobody reads (inactive, its reader gone): `SELECT pg_drop_replication_slot('SLOT');` The space comes back within minutes.";
const SESSION_MEMORY =
  'Memory is per session and per sort: connections times `work_mem` (PostgreSQL) or `sort_buffer_size` and `join_buffer_size` (MySQL). Has either grown?';
const OS_PROCESSES = 'Enhanced Monitoring > OS process list: which process holds it?';
const IO_LIMITS: Entry = {
  say: 'What may the volume and the class do? Compare with `ReadIOPS` + `WriteIOPS`, and with both throughputs.',
  run: "aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].[DBInstanceClass,StorageType,AllocatedStorage,Iops,StorageThroughput]'",
};
const MORE_IO: Entry = {
  say: 'More IOPS (gp3 from a size on, io1, io2). It works while it is optimized; the next change of storage has to wait for hours.',
  run: 'aws rds modify-db-instance --db-instance-identifier DB --iops NUMBER --apply-immediately',
};
const READS_TOO_MUCH =
  'Reads that the memory used to answer: `BufferCacheHitRatio`, `FreeableMemory`; a full scan of a large table does both.';
const SPILLS =
  'Sorts and joins that spill to disk. PostgreSQL: `SELECT datname, temp_files, pg_size_pretty(temp_bytes) FROM pg_stat_database ORDER BY temp_bytes DESC;` MySQL: `Created_tmp_disk_tables`.';

export const STORAGE_RUNBOOKS: Runbooks = {
  DatabaseStorage: {
    symptoms: [
      'At this pace the storage is full within a day, or less than 10 % is left.',
      'When it is full the instance stops (`storage-full`): no reads, no writes.',
    ],
    investigation: [
      'Graph `FreeStorageSpace` over a week: a steady slope is growth, a cliff is one statement, a log or a slot.',
      LARGEST_TABLES,
      SLOTS,
      'MySQL: binary logs kept too long (`CALL mysql.rds_show_configuration;`), general and slow log in tables.',
      SPILLS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        {
          say: 'Allocate more, at least 10 %, and enough: for hours after it, no second change is possible. No downtime.',
          run: 'aws rds modify-db-instance --db-instance-identifier DB --allocated-storage GIB --apply-immediately',
        },
        DROP_SLOT,
        STOP_STATEMENT,
      ],
      mend: [
        'Delete or archive in small portions; in PostgreSQL the space returns to the table (`VACUUM`), to the disk only when it is rewritten (`pg_repack`).',
      ],
      prevent: [
        'Storage autoscaling (`--max-allocated-storage`).',
        'A limit for slots: `max_slot_wal_keep_size`.',
        'An end for old rows: partitions that are dropped.',
      ],
    },
  },
  DatabaseMemory: {
    symptoms: [
      'Memory shrinks and will be used up within 6 hours, or less than 5 % is left.',
      'At the end the engine is killed and restarts: all connections drop.',
    ],
    investigation: [
      'Graph `FreeableMemory`, `SwapUsage` and `DatabaseConnections` together: which moved first?',
      SESSION_MEMORY,
      OS_PROCESSES,
      RUNNING_STATEMENTS,
      'A changed parameter group: `shared_buffers` or `innodb_buffer_pool_size` too large for the class?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Restart the client whose sessions hold it; fewer connections.',
        STOP_STATEMENT,
        'A restart of the database in a chosen minute beats a crash in another.',
      ],
      mend: ['Lower memory per session; set it high only in the session that needs it.', LARGER_INSTANCE],
      prevent: ['A pool with a limit; a maximum age for its connections.'],
    },
  },
  DatabaseSwap: {
    symptoms: [
      'Swap has grown by 256 MiB within a day: the database needs more memory than it has.',
      'Statements become slow without a reason of their own; storage latency rises.',
    ],
    investigation: [
      '`FreeableMemory` low at the same time? If not, the system put away what nobody uses, and all is well.',
      SESSION_MEMORY,
      OS_PROCESSES,
      'Does it still grow, or was it a single step (a report, a backup, an index build)?',
      RUNNING_STATEMENTS,
    ],
    resolution: {
      now: [STOP_STATEMENT, 'Fewer connections.'],
      mend: ['Smaller memory per session, or a smaller cache of the engine.', LARGER_INSTANCE],
      prevent: ['Reports on a replica.', 'Know the largest sum of caches and sessions, and keep it below the memory.'],
    },
  },
  DatabaseLatency: {
    symptoms: [
      'A read or a write of the storage takes 20 milliseconds or more for half an hour; usual are single ones.',
      'Statements are slow although the CPU is idle.',
    ],
    investigation: [
      IO_LIMITS,
      'At the limit: `DiskQueueDepth` grows. Credits used up: `BurstBalance`, `EBSIOBalance%`, `EBSByteBalance%` near zero (StorageCredits).',
      DATABASE_LOAD,
      READS_TOO_MUCH,
      'A storage change that is still being optimized, a restore from a snapshot that still loads, a backup?',
      DATABASE_EVENTS,
    ],
    resolution: {
      now: [STOP_STATEMENT, 'Pause bulk loads and exports.', MORE_IO],
      mend: ['An index instead of a scan; memory for what is read again and again.', LARGER_INSTANCE],
      prevent: ['gp3 instead of gp2: its speed does not depend on credits.'],
    },
  },
  CpuCredits: {
    symptoms: [
      'CPU credits are used up within 6 hours, or a tenth is left.',
      'Then the instance is held to its baseline, or in unlimited mode (usual for db.t3 and db.t4g) goes on at extra cost.',
    ],
    investigation: [
      'Graph `CPUUtilization` beside `CPUCreditUsage`: since when above the baseline?',
      '`CPUSurplusCreditsCharged` above zero: you already pay.',
      DATABASE_LOAD,
      RUNNING_STATEMENTS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [STOP_STATEMENT, 'Move reports to the night: credits grow back in idle hours.'],
      mend: ['Mend the top statement.', LARGER_INSTANCE],
      prevent: ['A class that is not burstable for what works around the clock.'],
    },
  },
  StorageCredits: {
    symptoms: [
      'The class is about to fall back to its baseline of storage speed; DatabaseLatency follows.',
      'It is the credit of the instance, not of the volume: more IOPS on the volume do not help.',
    ],
    investigation: [
      '`EBSIOBalance%` or `EBSByteBalance%`? Many small accesses, or much data?',
      '`ReadIOPS`, `WriteIOPS` and both throughputs over a week: what is new?',
      DATABASE_LOAD,
      READS_TOO_MUCH,
      'Bulk load, dump, index build, vacuum?',
    ],
    resolution: {
      now: ['Pause the bulk work until the balance has grown back.', STOP_STATEMENT],
      mend: ['Fewer reads: an index, more memory.', LARGER_INSTANCE],
      prevent: ['A class whose baseline is above the usual load (small sizes only burst).'],
    },
  },
  TransactionIds: {
    symptoms: [
      'A thousand million transaction ids are in use, of 2.1. At the end PostgreSQL accepts no writes until it is vacuumed.',
      'Autovacuum has been held up for days or weeks.',
    ],
    investigation: [
      'Which database? `SELECT datname, age(datfrozenxid) FROM pg_database ORDER BY 2 DESC;`',
      'What holds it back? Old transactions: `SELECT pid, usename, state, age(backend_xmin), now() - xact_start AS since FROM pg_stat_activity WHERE backend_xmin IS NOT NULL ORDER BY 4 DESC;`',
      'Prepared ones: `SELECT gid, prepared, age(transaction) FROM pg_prepared_xacts;` Slots: `SELECT slot_name, active, age(xmin), age(catalog_xmin) FROM pg_replication_slots;`',
      "Which tables? `SELECT oid::regclass, age(relfrozenxid) FROM pg_class WHERE relkind IN ('r', 't', 'm') ORDER BY 2 DESC LIMIT 20;`",
      'Is vacuum at work? `SELECT * FROM pg_stat_progress_vacuum;`',
    ],
    resolution: {
      now: [
        "End the old transaction (`pg_terminate_backend(PID)`), `ROLLBACK PREPARED 'GID'`, drop the slot that nobody reads.",
        'Then the oldest tables, one after the other: `VACUUM (FREEZE, VERBOSE, INDEX_CLEANUP OFF) TABLE_NAME;` with a large `maintenance_work_mem` in that session.',
      ],
      mend: [
        'Let autovacuum work harder: `autovacuum_vacuum_cost_limit` up, `autovacuum_vacuum_cost_delay` down, more workers.',
      ],
      prevent: [
        '`idle_in_transaction_session_timeout`.',
        'Partitions for very large tables.',
        'A look at the age of each table once a month.',
      ],
    },
  },
  LocalStorage: {
    symptoms: [
      'The local disk of an Aurora instance (temporary tables, sorts, logs) is full within 6 hours.',
      'Then statements fail with `No space left on device`; the data itself, on the cluster volume, is safe.',
    ],
    investigation: [
      SPILLS,
      RUNNING_STATEMENTS,
      DATABASE_LOAD,
      'Logs: is every statement logged (`log_statement`, `general_log`)? They lie on this disk, too.',
      'An index build or `ALTER TABLE` at work?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [STOP_STATEMENT, 'Temporary files go when their session ends: end it.', 'Less logging.'],
      mend: ['An index for the sort, a smaller result, memory per session for the one that needs it.', LARGER_INSTANCE],
      prevent: ['`temp_file_limit` (PostgreSQL).', 'Reports on a reader of their own.'],
    },
  },
};
