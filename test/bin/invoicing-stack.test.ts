import { Match, Template } from 'aws-cdk-lib/assertions';
import { runApp } from './run-app';

let dev: Template;
let prod: Template;

beforeAll(async () => {
  [dev, prod] = await Promise.all(['dev', 'prod'].map(synthesize));
});

async function synthesize(env: string): Promise<Template> {
  const [template] = await runApp({ env }, 'Invoicing.template.json');
  return Template.fromJSON(template);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What Vigil lets every function do whose application it watches: X-Ray knows no resources. */
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** What the function of a handler may do, in addition to writing its log and its traces. */
function allowed(handler: string): Statement[] {
  const policies = Object.entries(prod.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(handler));
  const statements: Statement[] = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  return statements.filter(({ Action }) => !TRACES.includes([Action].flat()[0] as string));
}

/** The system's own resources of a type: who has been told what, and what the notifier logged, goes with its stack. */
const own = (template: Template, type: string) =>
  Object.entries(template.findResources(type)).flatMap(([id, resource]) => (id.startsWith('Vigil') ? [] : [resource]));

test('environments differ in values, not in logical ids', () => {
  // what pages and whom differs by environment, so the alarms and subscriptions of Vigil may
  const ids = (template: Template) => Object.keys(template.toJSON().Resources).filter((id) => !id.startsWith('Vigil'));

  expect(ids(dev)).toEqual(ids(prod));
});

test('prod keeps its data and logs, dev leaves nothing behind', () => {
  const policiesOf = (template: Template, type: string) =>
    own(template, type).map(({ DeletionPolicy }) => DeletionPolicy);
  for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::Logs::LogGroup']) {
    expect(new Set(policiesOf(prod, type))).toEqual(new Set(['Retain']));
    expect(new Set(policiesOf(dev, type))).toEqual(new Set(['Delete']));
  }
  const isProtected = (template: Template) =>
    own(template, 'AWS::DynamoDB::GlobalTable').map(
      ({ Properties }) => Properties.Replicas[0].DeletionProtectionEnabled,
    );
  expect(isProtected(prod)).toEqual([true]);
  expect(isProtected(dev)).toEqual([false]);
});

test.each([
  ['POST /customer', 'CreateCustomer', ['dynamodb:PutItem']],
  ['GET /customers', 'ListCustomers', ['dynamodb:Query']],
  ['POST /invoice', 'CreateInvoice', ['dynamodb:GetItem', 'dynamodb:PutItem', 'events:PutEvents']],
  ['GET /invoices', 'ListInvoices', ['dynamodb:Query']],
  ['GET /health', 'Health', ['dynamodb:GetItem', 'sqs:GetQueueAttributes']],
])('%s goes to a function that may do nothing but what it does', (route, handler, actions) => {
  // the route leads to the function, through its integration
  const [{ Properties }] = Object.values(
    prod.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: route } }),
  );
  const integration = prod.toJSON().Resources[Properties.Target['Fn::Join'][1][1].Ref];
  expect(JSON.stringify(integration.Properties.IntegrationUri)).toContain(handler);

  expect(allowed(handler).flatMap(({ Action }) => Action)).toEqual(actions);
  expect(allowed(handler).map(({ Resource }) => Resource)).not.toContain('*');
});

test('the worker may update invoices and consume its queue, nothing else', () => {
  const actions = allowed('IssueInvoice').flatMap(({ Action }) => Action);

  expect(actions.filter((action) => !action.startsWith('sqs:'))).toEqual(['dynamodb:UpdateItem']);
  prod.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CreatedInvoices'), 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('an event that cannot be delivered and an invoice that cannot be issued are both kept', () => {
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] });

  prod.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['invoicing'], 'detail-type': ['InvoiceCreated'] },
    Targets: [
      Match.objectLike({ Arn: arnOf('CreatedInvoices'), DeadLetterConfig: { Arn: arnOf('UndeliveredEvents') } }),
    ],
  });
  prod.hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: arnOf('FailedInvoices'), maxReceiveCount: 5 },
  });
});

test('nothing is public or in the clear', () => {
  prod.allResourcesProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  prod.allResourcesProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: 'https-only' }),
    }),
  });
  prod.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  prod.allResourcesProperties('AWS::DynamoDB::GlobalTable', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } });
});
