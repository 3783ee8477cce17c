import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup, type CfnScheduleProps } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { writeEnvironment } from '../contracts/environment';
import { INCIDENT_API_ENVIRONMENT, INCIDENT_API_MARK, type IncidentSettings } from '../contracts/function-environments';
import type { CheckRequest, ReportRequest } from '../contracts/messages';
import { DELIVERY_PARTITION, INCIDENT_PARTITION, OPEN_INDEX } from '../contracts/notifier-table';
import { acknowledge } from '../tree/newer-cdk';
import { functionCode, NODE } from './function-code';
import { functionRole } from './function-role';
import { shortName } from './hash';
import type { DailyDigest } from './incident-options';
import { PublicPage } from './public-page';

export interface IncidentResponseProps {
  readonly namePrefix: string;
  /** The table of incidents. */
  readonly table: TableV2;
  /** Where the notifier takes commands from. */
  readonly commands: Queue;
  readonly deadLetters: Queue;
  readonly digest?: DailyDigest;
  readonly acknowledgementTimeout?: Duration;
  readonly reservedConcurrency?: number;
}

/** The resources of incidents besides the notifier: the incident API function, and timers that send to the notifier's queue. */
export class IncidentResponse extends Construct {
  /** The settings that the notifier needs. */
  public readonly settings: IncidentSettings;
  readonly #timers: CfnScheduleGroup;
  readonly #timerRole: Role;
  readonly #key: Secret;
  /** Receives acknowledgements and updates, from the page behind the links and from the command line. */
  public readonly api: LambdaFunction;
  /** Its page, behind the links. */
  public readonly page: PublicPage;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: IncidentResponseProps,
  ) {
    super(scope, id);
    const { namePrefix, commands, deadLetters, digest } = props;
    this.#key = new Secret(this, 'Key', {
      description: `Signs the links that acknowledge incidents of ${namePrefix}`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reason = 'A new key would invalidate all links that have been sent; they expire after three days anyway.';
    acknowledge(this.#key, 'AwsSolutions-SMG4', reason);
    this.#timers = new CfnScheduleGroup(this, 'Timers', { name: shortName(namePrefix, '-incidents', 64) });
    this.#timerRole = this.#roleOfTimers();
    if (digest !== undefined) this.#scheduleReport(digest);
    this.#scheduleCheck();
    this.api = this.#api();
    this.page = new PublicPage(this, 'Page', { name: shortName(namePrefix, '-answers', 64) });
    this.page.answerBy(this.api);
    this.settings = {
      answersUrl: this.page.url,
      key: this.#key.secretArn,
      account: Stack.of(this).account,
      acknowledgedMinutes: this.#acknowledgedMinutes,
      timers: {
        group: this.#timers.name as string,
        roleArn: this.#timerRole.roleArn,
        queueArn: commands.queueArn,
        deadLettersArn: deadLetters.queueArn,
      },
    };
  }

  /** Allows the notifier to read the key, to query open incidents and to create timers. */
  public grantTo(role: Role): void {
    const allow = (actions: string[], ...resourceArns: string[]) =>
      Grant.addToPrincipal({ grantee: role, actions, resourceArns });
    allow(['secretsmanager:GetSecretValue'], this.#key.secretArn);
    allow(['dynamodb:Query'], this.#index);
    allow(['scheduler:CreateSchedule'], this.#arnOfTimer('*'));
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#timerRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    // composite alarms can be asked for by nothing narrower
    allow(['cloudwatch:DescribeAlarms'], '*');
    const composites = 'DescribeAlarms finds composite alarms only without a narrower resource.';
    acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', composites);
    const reason = 'Each incident has timers of its own, in a group that nothing else uses.';
    const { region, account } = Stack.of(this);
    const shown = ['<AWS::Partition>', 'scheduler', known(region, 'Region'), known(account, 'AccountId')].join(':');
    const finding = `Resource::arn:${shown}:schedule/${this.#timers.name}/*`;
    acknowledge(role, `AwsSolutions-IAM5[${finding}]`, reason);
  }

  get #acknowledgedMinutes(): number | undefined {
    return this.props.acknowledgementTimeout?.toMinutes();
  }

  get #index(): string {
    return `${this.props.table.tableArn}/index/${OPEN_INDEX.name}`;
  }

  #arnOfTimer(name: string): string {
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.#timers.name}/${name}`,
    });
  }

  #roleOfTimers(): Role {
    const { commands, deadLetters } = this.props;
    const group = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: this.#timers.name,
    });
    const send = new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [commands.queueArn, deadLetters.queueArn],
    });
    return new Role(this, 'TimerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group } },
      }),
      inlinePolicies: { Ring: new PolicyDocument({ statements: [send] }) },
    });
  }

  #scheduleReport({ at, timeZone }: DailyDigest): void {
    const [hour, minute] = at.split(':').map(Number);
    this.#schedule(
      'Digest',
      { vigil: 'digest', time: '<aws.scheduler.scheduled-time>' },
      {
        description: `Requests the daily report of open incidents of ${this.props.namePrefix}`,
        scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
        scheduleExpressionTimezone: timeZone ?? 'UTC',
      },
    );
  }

  /** Some incidents end without a message: their alarm is renamed, deleted, or recovers while it is muted. */
  #scheduleCheck(): void {
    this.#schedule(
      'Check',
      { vigil: 'check' },
      {
        description: `Looks for incidents of ${this.props.namePrefix} that have ended without a message`,
        scheduleExpression: 'rate(1 hour)',
      },
    );
  }

  /** Sends a request to the notifier again and again. */
  #schedule(
    id: string,
    request: ReportRequest | CheckRequest,
    when: Pick<CfnScheduleProps, 'description' | 'scheduleExpression' | 'scheduleExpressionTimezone'>,
  ): void {
    const { commands, deadLetters } = this.props;
    new CfnSchedule(this, id, {
      ...when,
      groupName: this.#timers.ref,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: commands.queueArn,
        roleArn: this.#timerRole.roleArn,
        input: JSON.stringify(request),
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
  }

  #api(): LambdaFunction {
    const { namePrefix, table, commands, reservedConcurrency } = this.props;
    const { role, logGroup, allow } = functionRole(this);
    allow(['dynamodb:Query'], this.#index);
    // of the table, incidents only: who has one
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${INCIDENT_PARTITION}*`] } },
      }),
    );
    // what became of the messages about an incident
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${DELIVERY_PARTITION}*`] } },
      }),
    );
    allow(['sqs:SendMessage'], commands.queueArn);
    allow(['secretsmanager:GetSecretValue'], this.#key.secretArn);
    return new LambdaFunction(this, 'Answers', {
      description: `Acknowledges and updates incidents of ${namePrefix}`,
      // the command line finds it by its name
      functionName: shortName(namePrefix, '-answers', 64),
      runtime: NODE,
      architecture: Architecture.ARM_64,
      code: functionCode('incident-api'),
      handler: 'index.handler',
      memorySize: 128,
      timeout: Duration.seconds(10),
      reservedConcurrentExecutions: reservedConcurrency,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: writeEnvironment(INCIDENT_API_ENVIRONMENT, {
        mark: INCIDENT_API_MARK,
        tableName: table.tableName,
        commandsUrl: commands.queueUrl,
        key: this.#key.secretArn,
        acknowledgedMinutes: this.#acknowledgedMinutes,
      }),
    });
  }
}

/** As cdk-nag writes what only the deployment knows. */
const known = (value: string, name: string): string => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
