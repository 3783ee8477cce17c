import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import * as rest from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnStream } from 'aws-cdk-lib/aws-kinesis';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Route, type RuleOptions, Vigil } from '../../lib';
import { defineMetrics } from '../../lib/catalogue';

/** The name of the stack, the first part of every alarm's name. */
export const STACK = 'specimens';

/** An application with one step. */
const SHOP = defineMetrics({ namespace: 'Shop', dimensions: { Service: 'orders' }, steps: ['Pay'] });

/** One of every kind of resource that a rule applies to, watched with the given changes. Returns the template. */
export function synthesizeSpecimens(rules: { [id: string]: RuleOptions } = {}, grouping = true): Template {
  const app = new App({ analyticsReporting: false });
  const stack = new SpecimenStack(app, STACK, { env: { account: '111111111111', region: 'us-east-1' } });
  const routes = [Route.email('oncall@example.com'), Route._webhook('prod/alert-webhook', {})];
  const vigil = new Vigil(stack, 'Vigil', { environment: 'prod', routes, incidents: {}, rules, grouping });
  vigil.watch(stack);
  vigil.application(SHOP, {
    functions: [stack.node.findChild('OrdersWorker') as CfnFunction],
    tracing: false,
    errorFilter: true,
  });
  return app.synth().getStackByName(STACK).template as Template;
}

export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

class SpecimenStack extends Stack {
  public constructor(...args: ConstructorParameters<typeof Stack>) {
    super(...args);
    this.#queues();
    this.#events();
    this.#streams();
    this.#topics();
    this.#apis();
    this.#distributions();
    this.#balancer();
    this.#tables();
    this.#databases();
    new CfnCertificate(this, 'Certificate', { domainName: 'example.com' });
  }

  #queues(): void {
    const deadLetters = new CfnQueue(this, 'OrdersDeadLetters', { messageRetentionPeriod: 1_209_600 });
    const orders = new CfnQueue(this, 'Orders', { visibilityTimeout: 180, redrivePolicy: redrive(deadLetters, 5) });
    this.#consumer('OrdersWorker', orders, 30, RESERVED);

    const ledgerDeadLetters = new CfnQueue(this, 'LedgerDeadLetters', { fifoQueue: true });
    new CfnQueue(this, 'Ledger', {
      fifoQueue: true,
      visibilityTimeout: 120,
      redrivePolicy: redrive(ledgerDeadLetters, 5),
    });
    this.#consumer('LedgerDeadLettersReader', ledgerDeadLetters, 30);

    const jobs = new CfnQueue(this, 'Jobs');
    this.#consumer('JobsWorker', jobs, 600);
  }

  #events(): void {
    const target = (fn: CfnFunction) => ({ id: 'handler', arn: fn.attrArn });
    new CfnRule(this, 'OrderPlaced', {
      eventPattern: { source: ['shop'] },
      targets: [target(this.#function('OrderHandler', 60, RESERVED))],
    });
    const deadLetters = new CfnQueue(this, 'InvoicesDeadLetters');
    new CfnRule(this, 'InvoiceCreated', {
      eventBusName: new CfnEventBus(this, 'Bus', { name: 'invoicing' }).ref,
      eventPattern: { source: ['invoicing'] },
      targets: [{ ...target(this.#function('InvoiceHandler', 30)), deadLetterConfig: { arn: deadLetters.attrArn } }],
    });
  }

  #streams(): void {
    const clicks = new CfnStream(this, 'Clicks', { shardCount: 1, retentionPeriodHours: 48 });
    this.#consumer('ClicksReader', clicks, 60, RESERVED);
    this.#consumer('ClicksCounter', clicks, 30);
    new CfnStream(this, 'Archive', { shardCount: 1 });
  }

  #topics(): void {
    new CfnTopic(this, 'News');
    const offers = new CfnTopic(this, 'Offers');
    new CfnSubscription(this, 'OffersSubscription', {
      topicArn: offers.ref,
      protocol: 'https',
      endpoint: 'https://example.com',
      filterPolicy: { kind: ['discount'] },
      redrivePolicy: { deadLetterTargetArn: new CfnQueue(this, 'OffersDeadLetters').attrArn },
    });
    const telephone = { protocol: 'sms', endpoint: '+12125550123' };
    new CfnSubscription(this, 'OffersTelephone', { topicArn: offers.ref, ...telephone });
  }

  #apis(): void {
    const fn = this.#function('ApiHandler', 30, RESERVED);
    const shop = new http.CfnApi(this, 'Shop', { name: 'shop', protocolType: 'HTTP' });
    new http.CfnStage(this, 'ShopStage', { apiId: shop.ref, stageName: '$default' });
    new http.CfnIntegration(this, 'ShopIntegration', {
      apiId: shop.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.attrArn,
    });
    new http.CfnRoute(this, 'ShopRoute', { apiId: shop.ref, routeKey: 'GET /orders' });

    const partners = new rest.CfnRestApi(this, 'Partners', { name: 'partners' });
    new rest.CfnMethod(this, 'PartnersMethod', {
      restApiId: partners.ref,
      resourceId: partners.attrRootResourceId,
      httpMethod: 'GET',
      integration: { type: 'AWS_PROXY', uri: this.#function('PartnersHandler', 10).attrArn },
    });
    const deployment = new rest.CfnDeployment(this, 'PartnersDeployment', { restApiId: partners.ref });
    new rest.CfnStage(this, 'PartnersStage', {
      restApiId: partners.ref,
      deploymentId: deployment.ref,
      stageName: 'live',
    });
  }

  #distributions(): void {
    const edge = new cloudfront.CfnFunction(this, 'Rewrite', {
      name: 'rewrite',
      functionCode: 'function handler(event) { return event.request; }',
      functionConfig: { comment: '', runtime: 'cloudfront-js-2.0' },
    });
    const distribution = (id: string, functionAssociations: { eventType: string; functionArn: string }[]) =>
      new cloudfront.CfnDistribution(this, id, {
        distributionConfig: {
          enabled: true,
          origins: [
            { id: 'origin', domainName: 'example.com', customOriginConfig: { originProtocolPolicy: 'https-only' } },
          ],
          defaultCacheBehavior: { targetOriginId: 'origin', viewerProtocolPolicy: 'https-only', functionAssociations },
        },
      });
    const site = distribution('Site', [{ eventType: 'viewer-request', functionArn: edge.attrFunctionArn }]);
    new cloudfront.CfnMonitoringSubscription(this, 'SiteMetrics', {
      distributionId: site.ref,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
      },
    });
    distribution('Blog', []);
  }

  #balancer(): void {
    const balancer = new elb.CfnLoadBalancer(this, 'Web', { type: 'application', subnets: ['subnet-1', 'subnet-2'] });
    const instances = new elb.CfnTargetGroup(this, 'Instances', { targetType: 'instance', port: 80, protocol: 'HTTP' });
    const fn = new elb.CfnTargetGroup(this, 'TargetFunction', { targetType: 'lambda' });
    const forward = (group: elb.CfnTargetGroup) => [{ type: 'forward', targetGroupArn: group.ref }];
    const listener = new elb.CfnListener(this, 'Listener', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: forward(instances),
    });
    new elb.CfnListenerRule(this, 'ListenerRule', {
      listenerArn: listener.ref,
      priority: 1,
      conditions: [{ field: 'path-pattern', values: ['/api/*'] }],
      actions: forward(fn),
    });
  }

  #tables(): void {
    const table = (id: string, indexes: readonly string[]) =>
      new CfnTable(this, id, {
        billingMode: 'PAY_PER_REQUEST',
        attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
        keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
        globalSecondaryIndexes: indexes.map((indexName) => ({
          indexName,
          keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
          projection: { projectionType: 'ALL' },
        })),
      });
    table('Sessions', []);
    table('Invoices', INDEXES);
  }

  #databases(): void {
    const small = { dbInstanceClass: 'db.t4g.medium', engine: 'postgres', allocatedStorage: '100' };
    const accounts = new CfnDBInstance(this, 'Accounts', small);
    new CfnDBInstance(this, 'AccountsReplica', {
      dbInstanceClass: 'db.m7g.large',
      engine: 'postgres',
      sourceDbInstanceIdentifier: accounts.ref,
    });
    new CfnDBInstance(this, 'Reports', { dbInstanceClass: 'db.m7g.large', engine: 'mysql', allocatedStorage: '500' });

    const provisioned = new CfnDBCluster(this, 'Billing', { engine: 'aurora-postgresql' });
    this.#member('BillingWriter', provisioned, 'db.r7g.large', 'aurora-postgresql');
    const serverless = new CfnDBCluster(this, 'Catalogue', {
      engine: 'aurora-mysql',
      serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
    });
    this.#member('CatalogueWriter', serverless, 'db.serverless', 'aurora-mysql');
  }

  #member(id: string, cluster: CfnDBCluster, dbInstanceClass: string, engine: string): void {
    new CfnDBInstance(this, id, { dbInstanceClass, engine, dbClusterIdentifier: cluster.ref });
  }

  #consumer(id: string, source: CfnResource & { readonly attrArn: string }, timeout: number, reserved?: number): void {
    const fn = this.#function(id, timeout, reserved);
    new CfnEventSourceMapping(this, `${id}Source`, { eventSourceArn: source.attrArn, functionName: fn.ref });
  }

  #function(id: string, timeout: number, reservedConcurrentExecutions?: number): CfnFunction {
    return new CfnFunction(this, id, {
      code: { zipFile: 'exports.handler = async () => {};' },
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      role: 'arn:aws:iam::111111111111:role/specimen',
      reservedConcurrentExecutions,
      timeout,
    });
  }
}

const RESERVED = 10;

/** More than fit beside their table in one alarm. */
export const INDEXES: readonly string[] = ['ByCity', 'ByCustomer', 'ByDate', 'ByNumber', 'ByState', 'ByTotal'];

const redrive = (queue: CfnQueue, maxReceiveCount: number) => ({
  deadLetterTargetArn: queue.attrArn,
  maxReceiveCount,
});
