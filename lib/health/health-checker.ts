import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { shortName } from '../alerting/hash';
import type { Notifier } from '../alerting/notifier';
import { PublicPage } from '../alerting/public-page';
import { checksTableOf, type HealthCheckerSettings, type RoundRequest } from '../contracts/health-checker';
import { PARTITION_KEY, SORT_KEY } from '../contracts/notifier-table';
import { acknowledge } from '../tree/newer-cdk';
import { type CheckFunctionProps, checkFunction } from './check-function';

export interface HealthCheckerProps extends CheckFunctionProps {
  /** Sends changes of open alerts; undefined: they are not sent. */
  readonly notifier?: Notifier;
  /** Whether jobs can report heartbeats by signed URLs. */
  readonly heartbeatUrls: boolean;
}

/** The function that runs the checks each minute, the table of their states, and the schedule. */
export class HealthChecker extends Construct {
  public readonly function: LambdaFunction;
  public readonly table: TableV2;

  public constructor(scope: Construct, id: string, props: HealthCheckerProps) {
    super(scope, id);
    const { settings, notifier, checks } = props;
    this.table = new TableV2(this, 'Table', {
      // the notifier finds it by its name
      tableName: checksTableOf(settings.checker),
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // what is lost is known again after seven runs
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const page = props.heartbeatUrls ? this.#heartbeatPage(settings.checker) : undefined;
    const commandsUrl = notifier?.commands.queueUrl;
    const { fn, allow } = checkFunction(
      this,
      { ...props, settings: { ...settings, commandsUrl } },
      {
        description: `Runs the health checks of ${settings.checker}`,
        // `vigil heartbeats` finds it by its name
        functionName: shortName(settings.checker, '-checker', 64),
        tableName: this.table.tableName,
        heartbeatUrls: page && { url: page.address.url, key: page.key.secretArn },
      },
    );
    this.function = fn;
    if (page !== undefined) {
      page.address.answerBy(fn);
      allow(['secretsmanager:GetSecretValue'], page.key.secretArn);
    }
    if (checks.some(({ type }) => type === 'heartbeat')) {
      // CloudWatch has no ARNs of metrics
      allow(['cloudwatch:GetMetricData'], '*');
      acknowledge(fn.role as IRole, 'AwsSolutions-IAM5[Resource::*]', 'CloudWatch has no ARNs of metrics.');
    }
    allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], this.table.tableArn);
    if (notifier !== undefined) {
      allow(['sqs:SendMessage'], notifier.commands.queueArn);
      notifier.readHealthChecks(this.table.tableArn);
    }
    for (const { region, functionName } of settings.probers) {
      const { partition, account } = Stack.of(this);
      allow(['lambda:InvokeFunction'], `arn:${partition}:lambda:${region}:${account}:function:${functionName}`);
    }
    this.#schedule(settings);
  }

  #heartbeatPage(checker: string) {
    const key = new Secret(this, 'HeartbeatKey', {
      description: `Signs the URLs by which jobs report heartbeats to ${checker}`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(key, 'AwsSolutions-SMG4', 'A new key would invalidate the URLs that jobs call.');
    return { key, address: new PublicPage(this, 'Heartbeats', { name: shortName(checker, '-heartbeats', 64) }) };
  }

  #schedule({ checker, shards }: Pick<HealthCheckerSettings, 'checker' | 'shards'>): void {
    const invoke = new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] });
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
    });
    for (let shard = 0; shard < shards; shard++) {
      const request: RoundRequest = { shard, time: '<aws.scheduler.scheduled-time>' };
      new CfnSchedule(this, `Schedule${shard === 0 ? '' : shard + 1}`, {
        description: `Health checks of ${checker}${shards === 1 ? '' : `, part ${shard + 1} of ${shards}`}`,
        scheduleExpression: 'rate(1 minute)',
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: this.function.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(request),
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        },
      });
    }
  }
}

/** The function that runs checks for the {@link HealthChecker} of another region. It keeps nothing. */
export class Prober extends Construct {
  public constructor(scope: Construct, id: string, props: CheckFunctionProps) {
    super(scope, id);
    const { checker, probers } = props.settings;
    const { region } = Stack.of(this);
    const functionName = probers.find((prober) => prober.region === region)?.functionName;
    checkFunction(this, props, { description: `Runs health checks of ${checker} in ${region}`, functionName });
  }
}

export const proberName = (checker: string): string => shortName(checker, '-prober', 64);
