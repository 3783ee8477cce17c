import type { Entry, MetricRunbooks } from './runbook';
import {
  DATABASE_EVENTS,
  DATABASE_LOAD,
  IDEMPOTENCE,
  NEWEST_ERRORS,
  ROLL_BACK,
  RUNNING_STATEMENTS,
  savedQuery,
  WHAT_CHANGED,
} from './shared';

const REACHABLE: Entry = {
  say: 'Does the port answer from within the network of the application?',
  run: 'nc -vz ENDPOINT PORT',
};
const BY_MESSAGE =
  'The message says which: `timeout` network or security group, `refused` down or wrong port, `authentication failed` secret, `too many` connections, `certificate` TLS bundle.';
const BY_QUERY = 'Dashboard of details: `DbQueryFailure` and `DbQueryDuration` by `QueryName`. One query, or all?';

export const DATABASE_METRIC_RUNBOOKS: MetricRunbooks = {
  DbConnectFailure: {
    source: "The Go service's number: more than 3 failed connections in 5 minutes.",
    symptoms: [
      'The application cannot open connections. Requests that need the database fail; open connections may still work.',
    ],
    investigation: [
      NEWEST_ERRORS,
      BY_MESSAGE,
      'Are DatabaseDown or DatabaseConnections in ALARM? Follow those.',
      REACHABLE,
      DATABASE_EVENTS,
      {
        say: 'Was the secret rotated?',
        run: "aws secretsmanager describe-secret --secret-id SECRET --query '[LastChangedDate,LastRotatedDate]'",
      },
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Refused for want of connections: end idle ones (DatabaseConnections).',
        'Secret rotated: let the clients start anew.',
        'Security group or endpoint changed: deploy the commit before.',
      ],
      mend: ['Read the secret again when authentication fails, and connect again with back-off.'],
      prevent: ['RDS Proxy: it keeps connections through a failover.', 'Rotation with two users.'],
    },
  },
  DbConnectDuration: {
    source: "The Go service's 2 seconds, for one connection of ten over a quarter of an hour.",
    symptoms: [
      'One of ten connections takes longer than 2 seconds to open. First requests after a start are slow; DbConnectFailure may follow.',
    ],
    investigation: [
      '`DatabaseConnections` near the maximum, or rising quickly: too many clients connect at once.',
      'CPU of the database: each new connection costs a process (PostgreSQL) and a TLS handshake.',
      'How many connect, and how often? `DbConnectSuccess` per minute; a client that connects per request is the cause.',
      'DNS or network: is `nc -vz ENDPOINT PORT` slow too?',
      DATABASE_LOAD,
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Hold back what scales out: a smaller reservation.', ROLL_BACK],
      mend: ['One connection or pool per process, made outside of the handler.'],
      prevent: ['RDS Proxy or a pooler.'],
    },
  },
  DbQueryFailure: {
    source: "The Go service's 3 in 5 minutes, read as failed queries.",
    symptoms: ['Statements fail on connections that work. The operations that use them fail, others are well.'],
    investigation: [
      BY_QUERY,
      savedQuery(
        'Errors',
        'the message of the database: syntax, missing column, constraint, deadlock, time-out, read-only.',
      ),
      'Missing table or column: a release without its migration, or the other way round.',
      'Read-only: a failover, and the client still holds the old writer; or the storage is full (DatabaseStorage).',
      'Deadlocks and lock time-outs: what else writes the same rows?',
      RUNNING_STATEMENTS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        ROLL_BACK,
        'Connected to a reader after a failover: let the clients start anew.',
        'Blocked: end the transaction that holds the lock.',
      ],
      mend: ['Mend the statement; write rows always in the same order; retry deadlocks once.', IDEMPOTENCE],
      prevent: ['Migrations that the release before can live with.', 'Tests against the real engine.'],
    },
  },
  DbPrepareFailure: {
    source: 'Project default: any, since a database that was not made ready fails whatever follows.',
    symptoms: [
      'At start, the wait for the database or its migration failed. The new release does not work, or works on an old schema.',
    ],
    investigation: [
      NEWEST_ERRORS,
      'Wait or migration? The wait: follow DbConnectFailure. The migration: which one, and did it run halfway?',
      'Is a lock in its way? A migration waits for every open transaction on the table, and everybody else waits behind it.',
      RUNNING_STATEMENTS,
      'Permission of the user, disk space, a second migration at the same time.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Keep the old release running; stop the rollout.',
        'End the transaction that blocks, and start the migration again.',
      ],
      mend: ['Half a migration: finish or undo it by hand, and write down which version the schema has.'],
      prevent: [
        '`lock_timeout` in migrations; indexes without blocking.',
        'Migrate before the release, by one job alone; try it on a copy.',
      ],
    },
  },
};
