import type { Entry } from './runbook';

// Advice that is right for several rules.

/** The saved queries of an application are named `STACK/APPLICATION/QUERY`. */
export const savedQuery = (name: string, says: string): string =>
  `CloudWatch > Logs Insights > Saved queries > \`…/${name}\`: ${says}`;

export const NEWEST_ERRORS: Entry = {
  say: 'The log of the function (`/aws/lambda/FUNCTION` unless the stack gives it another group):',
  run: 'aws logs tail LOG_GROUP --since 30m --filter-pattern \'?ERROR ?"timed out" ?"Runtime."\'',
};
export const WHAT_CHANGED: Entry = {
  say: 'What changed last? Compare the times with the first bad minute on the graph:',
  run: "aws cloudformation describe-stack-events --stack-name STACK --max-items 30 --query 'StackEvents[].[Timestamp,LogicalResourceId,ResourceStatus]' --output table",
};
export const CHANGED_BY_HAND: Entry = {
  say: 'Changed by hand? NAME is that of the resource, its role or its key:',
  run: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=NAME --max-items 10 --query 'Events[].[EventTime,EventName,Username]' --output table",
};
export const ROLL_BACK: Entry = {
  say: 'It began with a deployment: deploy the commit before it (`npx cdk deploy STACK`). A function behind an alias goes back at once:',
  run: 'aws lambda update-alias --function-name FUNCTION --name ALIAS --function-version VERSION_BEFORE',
};
export const AWS_HEALTH = 'An event of AWS itself in this region? https://health.aws.amazon.com';
export const TRACES =
  'CloudWatch > Traces: group the slow or failed ones by node; the longest bar is what the time goes to.';
export const GRADUAL_DEPLOYMENT =
  'Deploy gradually: an alias with a CodeDeploy canary that rolls back by itself when this alarm fires.';

export const CONCURRENCY: Entry = {
  say: 'How much concurrency is there, and who has reserved it?',
  run: 'aws lambda get-account-settings --query AccountLimit\naws lambda get-function-concurrency --function-name FUNCTION',
};
export const RAISE_RESERVATION: Entry = {
  say: 'Raise the reservation, as far as what the function calls can bear:',
  run: 'aws lambda put-function-concurrency --function-name FUNCTION --reserved-concurrent-executions NUMBER',
};

export const EVENT_SOURCES: Entry = {
  say: 'The state of its event source, and what the last poll said:',
  run: "aws lambda list-event-source-mappings --function-name FUNCTION --query 'EventSourceMappings[].[UUID,State,StateTransitionReason,LastProcessingResult]' --output table",
};
export const ENABLE_EVENT_SOURCE: Entry = {
  say: 'The event source is disabled: enable it. It goes on where it stopped.',
  run: 'aws lambda update-event-source-mapping --uuid UUID --enabled',
};
export const PARTIAL_BATCHES =
  'Return `batchItemFailures` (`reportBatchItemFailures: true`), so that one bad record does not fail its whole batch.';
export const IDEMPOTENCE = 'Make the handler idempotent: what is tried again must not be booked twice.';

export const PEEK: Entry = {
  say: 'Read some without taking them away (they come back after 30 seconds):',
  run: 'aws sqs receive-message --queue-url DLQ_URL --max-number-of-messages 10 --visibility-timeout 30 --message-system-attribute-names All --message-attribute-names All',
};
export const REDRIVE: Entry = {
  say: 'Only when the cause is mended, and slowly: send the messages back to where they came from, and watch:',
  run: 'aws sqs start-message-move-task --source-arn DLQ_ARN --max-number-of-messages-per-second 10\naws sqs list-message-move-tasks --source-arn DLQ_ARN',
};
/** Documented of StartMessageMoveTask: the dead-letter queues of Lambda and SNS are no sources of it. */
export const RESEND =
  'SQS redrives only what came from a queue. From the dead-letter queue of a function, a topic or a rule, send each body again yourself, then delete it.';
export const NEVER_PURGE =
  'Never purge: what is in the queue is work that is not done. Save it first, ask its owner, then delete.';
export const QUEUE_STATE: Entry = {
  say: 'How many wait, and how many are in flight?',
  run: 'aws sqs get-queue-attributes --queue-url QUEUE_URL --attribute-names All',
};
export const CAN_WRITE_TO_QUEUE: Entry = {
  say: 'May the service write to the dead-letter queue? See its policy and its key; under the AWS managed key `alias/aws/sqs` it may not.',
  run: 'aws sqs get-queue-attributes --queue-url DLQ_URL --attribute-names Policy KmsMasterKeyId QueueArn',
};

export const DATABASE_LOAD =
  'RDS > the database > Monitoring, or CloudWatch > Database Insights: load by wait and by SQL. The top statement is the suspect.';
export const DATABASE_EVENTS: Entry = {
  say: 'What RDS says of it:',
  run: "aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].[DBInstanceStatus,MultiAZ,DBInstanceClass,AllocatedStorage]'\naws rds describe-events --source-type db-instance --source-identifier DB --duration 180",
};
export const RUNNING_STATEMENTS =
  'Statements that run now. PostgreSQL: `SELECT pid, now() - query_start AS age, state, wait_event_type, left(query, 80) FROM pg_stat_activity ORDER BY 2 DESC NULLS LAST;` MySQL: `SHOW FULL PROCESSLIST;`';
export const STOP_STATEMENT =
  'Stop the statement. PostgreSQL: `SELECT pg_cancel_backend(PID);`, and if it does not listen `pg_terminate_backend(PID)`. MySQL: `CALL mysql.rds_kill_query(ID);`';
export const LARGER_INSTANCE: Entry = {
  say: 'A larger class (the database restarts; with Multi-AZ or Aurora readers, change the standby or a reader and fail over):',
  run: 'aws rds modify-db-instance --db-instance-identifier DB --db-instance-class CLASS --apply-immediately',
};
export const LARGEST_TABLES =
  "The largest tables. PostgreSQL: `SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' ORDER BY pg_total_relation_size(oid) DESC LIMIT 20;` MySQL: `SELECT table_schema, table_name, round((data_length + index_length) / 1048576) AS mib FROM information_schema.tables ORDER BY 3 DESC LIMIT 20;`";
export const STATEMENT_TIMEOUT =
  'Give statements a time limit: `statement_timeout` of PostgreSQL, `max_execution_time` (SELECT only) of MySQL.';
