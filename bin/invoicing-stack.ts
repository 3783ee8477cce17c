import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, type CfnResource, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, CorsHttpMethod, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution, ResponseHeadersPolicy, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type FunctionOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BY_AGE, INVOICE_CREATED } from '../lambda/invoicing/shared/contract';
import { metricsIn } from '../lambda/invoicing/shared/metrics';
import type { EnvironmentProfile } from '../lib/environments/environment-profile';
import { Vigil } from '../lib/vigil';
import { portalPage } from './portal-page';

export interface InvoicingStackProps extends StackProps {
  readonly profile: EnvironmentProfile;

  /**
   * The environment comes and goes: deleting the stack deletes its data and logs too.
   *
   * @default false - the table and the logs stay when the stack is deleted
   */
  readonly ephemeral?: boolean;
}

/** An operation of the API, the handler behind it, and all that the handler may do. */
interface Operation {
  readonly method: HttpMethod;
  readonly path: string;
  readonly handler: string;
  readonly table?: readonly string[];
  readonly index?: readonly string[];
  readonly bus?: readonly string[];
  readonly queue?: readonly string[];
}

const OPERATIONS: readonly Operation[] = [
  { method: HttpMethod.POST, path: '/customer', handler: 'create-customer', table: ['dynamodb:PutItem'] },
  { method: HttpMethod.GET, path: '/customers', handler: 'list-customers', index: ['dynamodb:Query'] },
  {
    method: HttpMethod.POST,
    path: '/invoice',
    handler: 'create-invoice',
    table: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    bus: ['events:PutEvents'],
  },
  { method: HttpMethod.GET, path: '/invoices', handler: 'list-invoices', index: ['dynamodb:Query'] },
  {
    method: HttpMethod.GET,
    path: '/health',
    handler: 'health',
    table: ['dynamodb:GetItem'],
    queue: ['sqs:GetQueueAttributes'],
  },
];

const WORKER_TIMEOUT = Duration.seconds(30);

/** The reference system: customers, their invoices, and a queue through which invoices are issued. */
export class InvoicingStack extends Stack {
  readonly #ephemeral: boolean;
  readonly #environment: string;

  public constructor(scope: Construct, id: string, props: InvoicingStackProps) {
    super(scope, id, props);
    this.#ephemeral = props.ephemeral ?? false;
    this.#environment = props.profile.name;

    const table = this.#table();
    const bus = new EventBus(this, 'Bus');
    const queue = this.#queueOfCreatedInvoices(bus);
    this.#worker(queue, table);
    const { distribution, bucket } = this.#portal();
    const api = this.#api({ table, bus, queue }, `https://${distribution.distributionDomainName}`);
    this.#publishPage(bucket, distribution, api);

    const vigil = new Vigil(this, 'Vigil', props.profile.vigilProps);
    vigil.watch(this);
    vigil.application(metricsIn(this.#environment));
    vigil.healthChecks({
      version: '1.0',
      services: [
        // asked each minute, it also publishes the metric HealthStatus
        { name: 'health', url: `${api.apiEndpoint}/health`, latency: 2000 },
        {
          name: 'invoices',
          url: `${api.apiEndpoint}/invoices`,
          conditions: ['[STATUS] == 200', 'has([BODY].items) == true', '[RESPONSE_TIME] < 5000'],
        },
        {
          name: 'portal',
          url: `https://${distribution.distributionDomainName}`,
          response_matcher: 'contains',
          response: 'Newest invoices',
          severity: 'P2',
        },
      ],
    });
  }

  #table(): TableV2 {
    return new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: BY_AGE,
          partitionKey: { name: 'kind', type: AttributeType.STRING },
          sortKey: { name: 'createdAt', type: AttributeType.STRING },
        },
      ],
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !this.#ephemeral,
      removalPolicy: this.#removalPolicy,
    });
  }

  #queueOfCreatedInvoices(bus: EventBus): Queue {
    const queue = this.#queue('CreatedInvoices', {
      // as AWS advises: six times what the consumer may take, so that no message is handed out twice meanwhile
      visibilityTimeout: Duration.seconds(6 * WORKER_TIMEOUT.toSeconds()),
      deadLetterQueue: {
        queue: this.#queue('FailedInvoices', { retentionPeriod: Duration.days(14) }),
        maxReceiveCount: 5,
      },
    });
    new Rule(this, 'InvoiceCreated', {
      eventBus: bus,
      description: 'Queues created invoices to be issued',
      eventPattern: { source: [INVOICE_CREATED.source], detailType: [INVOICE_CREATED.detailType] },
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: this.#queue('UndeliveredEvents', { retentionPeriod: Duration.days(14) }),
        }),
      ],
    });
    return queue;
  }

  #queue(id: string, props: QueueProps): Queue {
    return new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
  }

  #worker(queue: Queue, table: TableV2): void {
    const worker = this.#function('issue-invoice', {
      timeout: WORKER_TIMEOUT,
      environment: { TABLE_NAME: table.tableName },
    });
    allow(worker, table.tableArn, ['dynamodb:UpdateItem']);
    worker.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
  }

  #api({ table, bus, queue }: { table: TableV2; bus: EventBus; queue: Queue }, allowedOrigin: string): HttpApi {
    const api = new HttpApi(this, 'Api', {
      description: 'Customers and their invoices',
      createDefaultStage: false,
      corsPreflight: { allowOrigins: [allowedOrigin], allowMethods: [CorsHttpMethod.GET] },
    });
    const accessLog = this.#logGroup('AccessLog');
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
    });
    // of L1, since the L2 construct of the oldest release of CDK that Vigil admits has no access log
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      format: AccessLogFormat.clf().toString(),
    };
    const environment = { TABLE_NAME: table.tableName, BUS_NAME: bus.eventBusName, QUEUE_URL: queue.queueUrl };
    for (const { method, path, handler, ...actions } of OPERATIONS) {
      const operation = this.#function(handler, { environment });
      allow(operation, table.tableArn, actions.table);
      allow(operation, `${table.tableArn}/index/${BY_AGE}`, actions.index);
      allow(operation, bus.eventBusArn, actions.bus);
      allow(operation, queue.queueArn, actions.queue);
      api.addRoutes({ path, methods: [method], integration: new HttpLambdaIntegration(handler, operation) });
    }
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    return api;
  }

  #function(name: string, { environment, ...props }: Pick<FunctionOptions, 'environment' | 'timeout'>): LambdaFunction {
    const id = name.replace(/(^|-)(.)/g, (_, __, first: string) => first.toUpperCase());
    return new LambdaFunction(this, id, {
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleOf(name)),
      handler: 'index.handler',
      memorySize: 256,
      timeout: Duration.seconds(10),
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.#logGroup(`${id}Log`),
      environment: { ENVIRONMENT: this.#environment, ...environment },
      ...props,
    });
  }

  #logGroup(id: string): LogGroup {
    const retention = this.#ephemeral ? RetentionDays.ONE_WEEK : RetentionDays.THREE_MONTHS;
    return new LogGroup(this, id, { retention, removalPolicy: this.#removalPolicy });
  }

  get #removalPolicy(): RemovalPolicy {
    return this.#ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
  }

  #portal(): { bucket: Bucket; distribution: Distribution } {
    const bucket = new Bucket(this, 'PortalFiles', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // it holds nothing but what a deployment puts there
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const distribution = new Distribution(this, 'Portal', {
      comment: 'Invoicing portal',
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    });
    new CfnOutput(this, 'PortalUrl', { value: `https://${distribution.distributionDomainName}` });
    return { bucket, distribution };
  }

  #publishPage(bucket: Bucket, distribution: Distribution, api: HttpApi): void {
    const deployment = new BucketDeployment(this, 'PortalPage', {
      sources: [Source.data('index.html', portalPage(api.apiEndpoint))],
      destinationBucket: bucket,
      distribution,
      // empties the bucket with the stack; one with files in it could not be deleted
      retainOnDelete: false,
      logGroup: this.#logGroup('PortalPageLog'),
    });
    // to CloudFormation both names are one; local stand-ins for it run functions of a `Custom::` type, which they cannot
    const resource = deployment.node.findChild('CustomResource').node.defaultChild as CfnResource;
    resource.addOverride('Type', 'AWS::CloudFormation::CustomResource');
  }
}

function allow(grantee: IGrantable, resourceArn: string, actions: readonly string[] = []): void {
  if (actions.length > 0) Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [resourceArn] });
}

/** The handlers are bundled into `dist`, where the compiled form of this file is too. */
function bundleOf(name: string): string {
  const folders = ['../dist/lambda', '../lambda'].map((folder) => join(__dirname, folder, 'invoicing', name));
  const bundle = folders.find((folder) => existsSync(join(folder, 'index.mjs')));
  if (bundle === undefined) throw new Error(`There is no bundle of '${name}'. Run 'npm run build' first.`);
  return bundle;
}
