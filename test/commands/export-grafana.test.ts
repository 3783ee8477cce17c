import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const ALARM = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:shop/Orders/QueueSlow';

const widget = (type: string, properties: object, size = {}) => ({ type, ...size, properties });
const SLOWEST =
  'SELECT MAX(Duration) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY MAX() DESC LIMIT 8';
const BODY = {
  start: '-PT6H',
  widgets: [
    widget('text', { markdown: '# prod [button:Details](#dashboards:name=shop-details)' }, { width: 24, height: 1 }),
    widget('alarm', { title: 'Orders', alarms: [ALARM] }, { width: 6, height: 3 }),
    widget(
      'metric',
      {
        ...{ view: 'singleValue', sparkline: true, region: 'eu-central-1', period: 300, stat: 'Maximum' },
        metrics: [
          ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', 'orders', { label: 'Age', color: '#d62728' }],
          ['.', 'ApproximateNumberOfMessagesVisible', '.', '.'],
        ],
      },
      { width: 18, height: 3 },
    ),
    widget('metric', {
      ...{ title: 'Failed', region: 'eu-central-1', stat: 'Sum', period: 60 },
      metrics: [
        ['Shop', 'PayFailed', 'Environment', 'prod', 'Service', 'orders', { id: 'bad', visible: false }],
        ['.', 'PayDuration', '.', '.', '.', '.', { id: 'all', stat: 'SampleCount', visible: false }],
        [{ expression: '100 * bad / all', label: 'Pay', color: '#ff7f0e' }],
        [
          {
            expression: `SEARCH('{Shop,Environment,Service} Environment="prod" Service="orders"', 'Sum')`,
            yAxis: 'right',
          },
        ],
        [{ expression: SLOWEST }],
      ],
      annotations: { horizontal: [{ label: 'PayFailing >= 20 %', value: 20, color: '#d62728' }] },
      yAxis: { left: { label: 'Percent', min: 0 }, right: { label: 'Count' } },
    }),
    widget('metric', {
      ...{ title: 'Space', region: 'eu-central-1', view: 'gauge', stat: 'Minimum' },
      metrics: [['AWS/RDS', 'FreeStorageSpace', 'DBInstanceIdentifier', 'orders']],
      annotations: {
        horizontal: [
          { label: 'FreeStorage < 10', value: 10, color: '#ff7f0e' },
          { label: 'FreeStorage < 2', value: 2, color: '#d62728' },
        ],
      },
      yAxis: { left: { min: 0, max: 100 } },
    }),
    widget('log', {
      ...{ title: 'Errors', region: 'eu-central-1', view: 'table' },
      query: "SOURCE '/a' | SOURCE '/b' | fields @timestamp, @message | limit 5",
    }),
    widget('log', { title: 'Slowest', region: 'eu-central-1', query: "SOURCE '/a' | stats max(ms) by route" }),
    widget('explorer', { title: 'All' }),
  ],
};

const FIELDS = { defaults: { unit: '' } };
const DESCRIPTION = [
  'Messages wait too long.',
  '1. Look at the consumer.',
  '[Runbook](https://example.com/queueslow.md)',
  'vigil:P1/Queue/QueueSlow/seconds/Orders/prod',
].join('\n');

const TEMPLATE = {
  Resources: {
    Board: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardName: 'shop', DashboardBody: JSON.stringify(BODY) },
    },
    Slow: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ...{ AlarmName: 'shop/Orders/QueueSlow', AlarmDescription: DESCRIPTION, Threshold: 60, Statistic: 'Maximum' },
        ...{ ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Period: 60 },
        ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' },
        Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
      },
    },
  },
};

async function exported(...words: string[]) {
  const folder = folderWith({ 'shop.json': JSON.stringify(TEMPLATE) });
  const place = ['--region', 'eu-central-1', '--account', '123456789012'];
  const outcome = await runIn(folder, [
    'export',
    'grafana',
    '--template',
    'shop.json',
    '--out',
    'out',
    ...place,
    ...words,
  ]);
  const read = (file: string) => readFileSync(join(folder, 'out', file), 'utf8');
  return { ...outcome, read, dashboard: () => JSON.parse(read('dashboards/vigil/shop.json')) };
}

test('each widget becomes a panel that asks the CloudWatch data source for the same', async () => {
  // WHEN
  const { exitCode, stdout, stderr, dashboard } = await exported();

  // THEN
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: '1 dashboard written to out: shop\n',
    stderr: "shop: a widget of type 'explorer' ('All') has no counterpart in Grafana.\n",
  });
  const { panels, ...rest } = dashboard();
  expect(rest).toMatchObject({
    uid: 'shop',
    title: 'shop',
    tags: ['vigil', 'prod'],
    time: { from: 'now-6h', to: 'now' },
  });
  expect(panels.map(({ type }: { type: string }) => type)).toEqual([
    ...['text', 'text', 'stat', 'timeseries', 'gauge', 'logs', 'table'],
  ]);
  const [head, alarms, stat, lines, gauge, logs, table] = panels;
  expect(head.options.content).toBe('# prod [Details](/d/shop-details)');
  expect(alarms.options.content).toBe(
    'P1 [QueueSlow](https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/shop%2FOrders%2FQueueSlow)',
  );
  expect(stat).toMatchObject({
    ...{ gridPos: { x: 6, y: 2, w: 18, h: 4 }, options: { graphMode: 'area' } },
    targets: [
      {
        ...{ refId: 'A', region: '$region', namespace: 'AWS/SQS', metricName: 'ApproximateAgeOfOldestMessage' },
        ...{ dimensions: { QueueName: 'orders' }, statistic: 'Maximum', period: '300', label: 'Age' },
      },
      { refId: 'B', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'orders' } },
    ],
    links: [{ title: 'Runbook: QueueSlow', url: 'https://example.com/queueslow.md' }],
  });
  expect(stat.fieldConfig.overrides[0].properties).toEqual([
    { id: 'color', value: { mode: 'fixed', fixedColor: '#d62728' } },
    { id: 'unit', value: 's' },
  ]);
  expect(lines.targets).toMatchObject([
    { id: 'bad', hide: true, dimensions: { Environment: '$environment', Service: '$component' } },
    { id: 'all', hide: true, statistic: 'SampleCount' },
    { expression: '100 * bad / all', label: 'Pay' },
    { expression: `SEARCH('{Shop,Environment,Service} Environment="$environment" Service="$component"', 'Sum')` },
    { metricQueryType: 1, sqlExpression: SLOWEST },
  ]);
  expect(lines.fieldConfig.defaults).toMatchObject({
    ...{ unit: 'percent', min: 0, custom: { thresholdsStyle: { mode: 'dashed' } } },
    thresholds: {
      steps: [
        { color: 'green', value: null },
        { color: '#d62728', value: 20 },
      ],
    },
  });
  expect(gauge.fieldConfig.defaults).toMatchObject({
    ...{ unit: 'bytes', min: 0, max: 100 },
    thresholds: {
      steps: [
        { color: '#d62728', value: null },
        { color: '#ff7f0e', value: 2 },
        { color: 'green', value: 10 },
      ],
    },
  });
  expect(logs.targets[0]).toMatchObject({
    ...{ queryMode: 'Logs', region: 'eu-central-1', expression: 'fields @timestamp, @message | limit 5' },
    logGroups: [
      { name: '/a', arn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/a:*' },
      { name: '/b', arn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/b:*' },
    ],
  });
  expect(table.targets[0].expression).toBe('stats max(ms) by route');
});

test('a dashboard has controls for what all its metrics share, and marks changes of its alarms', async () => {
  // WHEN
  const { dashboard } = await exported();

  // THEN
  const { templating, annotations } = dashboard();
  const controls = templating.list.map(({ name, query, current }: Record<string, { value: string }>) => [
    ...[name, query, current?.value],
  ]);
  expect(controls).toEqual([
    ['datasource', 'cloudwatch', 'vigil-cloudwatch'],
    ['region', 'regions()', 'eu-central-1'],
    ['environment', 'dimension_values($region,Shop,PayFailed,Environment)', 'prod'],
    ['component', 'dimension_values($region,Shop,PayFailed,Service)', 'orders'],
  ]);
  expect(annotations.list).toMatchObject([{ name: 'Alarms of shop', target: { alarmNamePrefix: 'shop/' } }]);
});

test('an app that calls partners has the dashboard of the guide for partner integrations', async () => {
  // GIVEN metrics of partners, and a queue
  const dimensions = ['Environment', 'prod', 'Partner', 'acme'];
  const widgets = ['PartnerApiDuration', 'PartnerApiError', 'AssignmentSuccess', 'AssignmentFailed'].map((name) =>
    widget('metric', { metrics: [['Shop', name, ...dimensions]] }),
  );
  const queue = widget('metric', { metrics: [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders']] });
  const body = JSON.stringify({ widgets: [...widgets, queue] });
  const Board = { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: 'shop', DashboardBody: body } };
  const folder = folderWith({ 'shop.json': JSON.stringify({ Resources: { Board } }) });

  // WHEN
  const sql = ['--sql', 'Accuracy=SELECT avg(correct) FROM results', '--sql', 'Age=SELECT time, age FROM people'];
  const words = ['export', 'grafana', '--template', 'shop.json', '--out', 'out', '--region', 'eu-west-1', ...sql];
  const { stdout } = await runIn(folder, words);

  // THEN
  expect(stdout).toBe('3 dashboards written to out: shop, Partner Integration Monitoring, MLP Dashboard\n');
  const read = (uid: string) => JSON.parse(readFileSync(join(folder, `out/dashboards/vigil/${uid}.json`), 'utf8'));
  const partners = read('partner-integration-monitoring');
  expect(partners).toMatchObject({
    timezone: 'utc',
    refresh: '30s',
    time: { from: 'now-1h' },
    tags: ['vigil', 'partners'],
  });
  const search = (name: string, statistic: string) =>
    `SEARCH('{Shop,Environment,Partner} MetricName="${name}" Environment="$environment"', '${statistic}', 60)`;
  const [succeeded, failed] = [search('AssignmentSuccess', 'Sum'), search('AssignmentFailed', 'Sum')];
  const panels = partners.panels.map(({ title, type, targets, fieldConfig }: Record<string, never>) => [
    ...[
      title,
      type,
      (targets as { expression: string }[])[0]?.expression,
      (fieldConfig as typeof FIELDS).defaults.unit,
    ],
  ]);
  expect(panels).toEqual([
    ['Partner API Response Times', 'stat', `${search('PartnerApiDuration', 'Average')} / 1000`, 's'],
    ['Queue Depth', 'timeseries', undefined, 'short'],
    ['Assignment Success Rate', 'stat', `100 * SUM(${succeeded}) / (SUM(${succeeded}) + SUM(${failed}))`, 'percent'],
    ['Error Rates by Partner', 'timeseries', `${search('PartnerApiError', 'Sum')} / 60`, 'cps'],
  ]);
  expect(partners.panels[0].fieldConfig.defaults.thresholds.steps).toEqual([
    { color: 'green', value: null },
    { color: 'yellow', value: 2 },
    { color: 'red', value: 5 },
  ]);
  expect(read('mlp-dashboard')).toMatchObject({
    ...{ refresh: '5s', time: { from: 'now-30m' } },
    panels: [
      { title: 'Accuracy', type: 'stat', targets: [{ rawSql: 'SELECT avg(correct) FROM results', format: 'table' }] },
      { title: 'Age', type: 'timeseries', targets: [{ format: 'time_series' }] },
    ],
  });
});

test('where Prometheus has the rules, lists of alarms become lists of its alerts', async () => {
  // WHEN
  const { dashboard } = await exported('--alert-lists');

  // THEN
  expect(dashboard().panels[1]).toMatchObject({
    type: 'alertlist',
    options: { datasource: 'Prometheus', alertInstanceLabelFilter: '{component="Orders"}' },
  });
});

test('Grafana reads data sources and dashboards from files without secrets', async () => {
  // WHEN
  const { read } = await exported();

  // THEN
  const sources = parse(read('datasources/datasources.yaml')).datasources;
  expect(sources).toMatchObject([
    { type: 'cloudwatch', uid: 'vigil-cloudwatch', jsonData: { authType: 'default', defaultRegion: 'eu-central-1' } },
    { type: 'prometheus', access: 'proxy', isDefault: true, jsonData: { httpMethod: 'POST' } },
    { type: 'postgres', secureJsonData: { password: '$POSTGRES_PASSWORD' } },
  ]);
  expect(parse(read('dashboards/dashboards.yaml')).providers).toMatchObject([
    { type: 'file', allowUiUpdates: false, options: { path: '$GF_PATHS_PROVISIONING/dashboards/vigil' } },
  ]);
});

test('names that only deployment knows are reported', async () => {
  // GIVEN a graph of a queue without a name
  const widgets = [widget('metric', { metrics: [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'TOKEN']] })];
  const [before, after] = JSON.stringify({ widgets }).split('TOKEN');
  const folder = folderWith({
    'shop.json': JSON.stringify({
      Resources: {
        Orders: { Type: 'AWS::SQS::Queue' },
        Board: {
          Type: 'AWS::CloudWatch::Dashboard',
          Properties: {
            DashboardName: 'shop',
            DashboardBody: { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['Orders', 'QueueName'] }, after]] },
          },
        },
      },
    }),
  });

  // WHEN
  const { stderr } = await runIn(folder, ['export', 'grafana', '--template', 'shop.json', '--out', 'out']);

  // THEN
  expect(stderr).toBe(
    '1 name will be known after deployment only, such as that of Orders: what reads them has no data. Give --deployed to read the dashboards from CloudWatch.\n',
  );
});

test('an app without dashboards, and a file instead of a folder, are mistakes', async () => {
  // GIVEN
  const folder = folderWith({ 'none.json': '{"Resources":{"Orders":{"Type":"AWS::SQS::Queue"}}}', file: '' });
  const run = (out: string) => runIn(folder, ['export', 'grafana', '--template', 'none.json', '--out', out]);

  // THEN
  expect(await run('out')).toMatchObject({ exitCode: 2, stderr: 'vigil: there is no dashboard to export.\n' });
  expect(await run('file')).toMatchObject({
    exitCode: 2,
    stderr: "vigil: The export cannot be written to file: file is no folder. Give another '--out'.\n",
  });
});
