import { readFileSync } from 'node:fs';
import {
  CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
  paginateListDashboards,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateListSubscriptions, paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { Deployment } from './deployment';

/** What has an entry here is looked up by the API that users would call. */
const LISTED: Readonly<Record<string, keyof Account>> = {
  'AWS::CloudWatch::Alarm': 'alarms',
  'AWS::CloudWatch::CompositeAlarm': 'alarms',
  'AWS::CloudWatch::Dashboard': 'dashboards',
  'AWS::DynamoDB::GlobalTable': 'tables',
  'AWS::DynamoDB::Table': 'tables',
  'AWS::Lambda::Function': 'functions',
  'AWS::SNS::Subscription': 'subscriptions',
  'AWS::SNS::Topic': 'topics',
  'AWS::SQS::Queue': 'queues',
};

type Account = Awaited<ReturnType<typeof list>>;

const environments = Object.keys(JSON.parse(readFileSync('vigil.json', 'utf8')).environments);

jest.setTimeout(300_000);

describe.each(environments)('the reference system in %s', (environment) => {
  let deployment: Deployment;
  let account: Account;
  beforeAll(async () => {
    deployment = await Deployment.of(environment);
    account = await list(deployment);
  });
  afterAll(() => deployment?.end());

  test('CloudFormation makes every resource of the templates', () => {
    // of the types that are listed below there are no placeholders
    const enough = (type: string) => (LISTED[type] === undefined ? ['created', 'placeholder'] : ['created']);
    const outcomes = new Map(deployment.cloud.resources.map(({ logicalId, outcome }) => [logicalId, outcome]));
    const resources = deployment.declared.map((resource) => ({
      ...resource,
      outcome: outcomes.get(resource.logicalId),
    }));
    expect(resources.filter(({ type, outcome = 'never reached' }) => !enough(type).includes(outcome))).toEqual([]);
  });

  test('the account lists as many of each as the templates declare', () => {
    // GIVEN
    const declared = Object.fromEntries(Object.values(LISTED).map((kind) => [kind, 0]));
    for (const { type } of deployment.declared) {
      const kind = LISTED[type];
      if (kind !== undefined) declared[kind] = (declared[kind] ?? 0) + 1;
    }

    // THEN
    expect(declared['alarms']).toBeGreaterThan(0);
    expect(Object.fromEntries(Object.entries(account).map(([kind, all]) => [kind, all.length]))).toEqual(declared);
  });

  test('alarms notify topics that exist', () => {
    const topics = new Set(account.topics.map(({ TopicArn }) => TopicArn));
    const actions = account.alarms.flatMap(({ AlarmActions = [], OKActions = [] }) => [...AlarmActions, ...OKActions]);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((arn) => !topics.has(arn))).toEqual([]);
  });
});

/** What is in the account, kind by kind. */
async function list({ options }: Deployment) {
  const all = { pageSize: 100 };
  const cloudWatch = { ...all, client: new CloudWatchClient(options) };
  const sns = { client: new SNSClient(options) };
  const bothTypes = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
  return {
    alarms: await collect(
      paginateDescribeAlarms(cloudWatch, bothTypes),
      ({ MetricAlarms = [], CompositeAlarms = [] }): (MetricAlarm | CompositeAlarm)[] => [
        ...MetricAlarms,
        ...CompositeAlarms,
      ],
    ),
    dashboards: await collect(paginateListDashboards(cloudWatch, {}), ({ DashboardEntries }) => DashboardEntries),
    tables: await collect(
      paginateListTables({ ...all, client: new DynamoDBClient(options) }, {}),
      ({ TableNames }) => TableNames,
    ),
    functions: await collect(
      paginateListFunctions({ client: new LambdaClient(options) }, {}),
      ({ Functions }) => Functions,
    ),
    subscriptions: await collect(paginateListSubscriptions(sns, {}), ({ Subscriptions }) => Subscriptions),
    topics: await collect(paginateListTopics(sns, {}), ({ Topics }) => Topics),
    queues: await collect(
      paginateListQueues({ ...all, client: new SQSClient(options) }, {}),
      ({ QueueUrls }) => QueueUrls,
    ),
  };
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
