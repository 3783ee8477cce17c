import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

/** In the manner of a dashboard of partner integrations, as Grafana's API has it. */
const DASHBOARD = {
  dashboard: {
    ...{ title: 'Partner Monitoring', time: { from: 'now-1h', to: 'now' }, refresh: '30s' },
    panels: [
      {
        ...{ title: 'Response times', type: 'stat' },
        targets: [{ expr: 'avg(partner_api_duration_seconds) by (partner)', legendFormat: '{{partner}} avg' }],
        fieldConfig: {
          defaults: {
            unit: 's',
            thresholds: {
              steps: [
                { color: 'green', value: null },
                { color: 'red', value: 5 },
              ],
            },
          },
        },
      },
      {
        title: 'Depth',
        type: 'graph',
        targets: [{ expr: 'queue_depth', legendFormat: '{{queue_type}} - {{partner}}' }],
      },
      {
        ...{ title: 'Success', type: 'singlestat' },
        targets: [
          {
            expr: 'rate(job_assignments_total{status="success"}[5m]) / rate(job_assignments_total[5m]) * 100',
            legendFormat: 'Success %',
          },
        ],
      },
      {
        ...{ title: 'Folded', type: 'row' },
        panels: [
          {
            ...{ title: 'Queue', type: 'timeseries', gridPos: { w: 24, h: 8 } },
            targets: [
              {
                ...{
                  refId: 'A',
                  namespace: 'AWS/SQS',
                  metricName: 'NumberOfMessagesSent',
                  statistic: 'Sum',
                  id: 'sent',
                },
                ...{ dimensions: { QueueName: 'orders' }, period: '300', hide: true },
              },
              { refId: 'B', expression: 'sent / 300', label: 'a second' },
              { refId: 'C', namespace: 'AWS/SQS', metricName: 'X', dimensions: { QueueName: ['$queue'] } },
            ],
          },
        ],
      },
      { title: 'Nodes', type: 'geomap', targets: [] },
      { title: 'CPU', type: 'graph', targets: [{ refId: 'A', expr: 'rate(node_cpu_seconds_total[5m])' }] },
    ],
  },
};

const importing = async (...words: string[]) => {
  const folder = folderWith({ 'partners.json': DASHBOARD, 'list.json': '[]', 'bad.json': '{' });
  return runIn(folder, ['import', 'grafana', ...words]);
};

const widgetsIn = (template: string) => {
  const [start, region, ...rest] = JSON.parse(template).Resources.Dashboard.Properties.DashboardBody['Fn::Join'][1];
  expect(region).toEqual({ Ref: 'AWS::Region' });
  const body = JSON.parse(
    [start, region, ...rest].map((part) => (typeof part === 'string' ? part : 'REGION')).join(''),
  );
  return { start: body.start, widgets: body.widgets };
};

test('panels over known metrics become widgets, and the rest is named', async () => {
  // WHEN
  const { exitCode, stdout, stderr } = await importing(
    'partners.json',
    '--namespace',
    'Shop',
    '--dimension',
    'Environment=prod',
  );

  // THEN
  expect(exitCode).toBe(0);
  expect(stderr.split('\n')).toEqual([
    "partners.json: panel 'Queue': the query C is left out: the dimension QueueName is not one value.",
    "partners.json: panel 'Nodes': is left out: CloudWatch has no widget like a panel of type 'geomap'.",
    "partners.json: panel 'CPU': the query A is left out: no ready-made metric is known for node_cpu_seconds_total.",
    "partners.json: panel 'CPU': is left out: none of its queries can be imported.",
    'partners.json: it is loaded again every 30s in Grafana; in CloudWatch the reader chooses that.',
    '4 of 6 panels imported.',
    '',
  ]);
  const { start, widgets } = widgetsIn(stdout);
  const search = (name: string, statistic: string) =>
    `SEARCH('{Shop,Environment,Partner} MetricName=${name} Environment="prod"', '${statistic}', 60)`;
  const [succeeded, all] = ['"AssignmentSuccess"', '("AssignmentSuccess" OR "AssignmentFailed")'].map((name) =>
    search(name, 'Sum'),
  );
  expect(start).toBe('-PT1H');
  expect(widgets.map(({ properties }: { properties: object }) => properties)).toMatchObject([
    {
      ...{ title: 'Response times', view: 'singleValue', region: 'REGION', yAxis: { left: { label: 'Seconds' } } },
      metrics: [
        [
          {
            expression: `${search('"PartnerApiDuration"', 'Average')} * 0.001`,
            label: expect.stringMatching(/PROP.*Partner.* avg$/),
          },
        ],
      ],
      annotations: { horizontal: [{ value: 5, color: '#d62728' }] },
    },
    {
      ...{ title: 'Depth', view: 'timeSeries' },
      metrics: [[{ expression: expect.stringContaining('ApproximateNumberOfMessagesVisible') }]],
    },
    {
      ...{ title: 'Success', view: 'singleValue' },
      metrics: [[{ expression: `(SUM(${succeeded} / 60) / SUM(${all} / 60)) * (100)`, label: 'Success %' }]],
    },
    {
      title: 'Queue',
      metrics: [
        [
          'AWS/SQS',
          'NumberOfMessagesSent',
          'QueueName',
          'orders',
          { stat: 'Sum', period: 300, id: 'sent', visible: false },
        ],
        [{ expression: 'sent / 300', label: 'a second' }],
      ],
    },
  ]);
});

test('without the namespace of the application its metrics are left out, with what to add', async () => {
  // WHEN
  const { stderr } = await importing('partners.json');

  // THEN
  expect(stderr).toContain('the namespace of the application is not given: add --namespace');
  expect(stderr).toContain('2 of 6 panels imported.');
});

test.each([
  [['none.json'], 'there is no file none.json.'],
  [['list.json'], 'list.json is no dashboard of Grafana: it is not a JSON object.'],
  [['bad.json'], expect.stringMatching(/^bad\.json is no JSON: /)],
  [
    ['partners.json', '--dimension', 'prod'],
    "--dimension takes a name and a value, such as Environment=prod, not 'prod'.",
  ],
])('%j is a mistake', async (words, message) => {
  const { exitCode, stderr } = await importing(...words);

  expect({ exitCode, message: stderr.trim().replace(/^vigil: /, '') }).toEqual({ exitCode: 2, message });
});
