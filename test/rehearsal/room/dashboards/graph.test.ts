import { graphOf } from '../../../../lib/rehearsal/room/dashboards/graph';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';

const START = Date.UTC(2026, 0, 5) / 1000;

function graph(properties: object, minutes = 10) {
  const store = new MetricStore();
  for (let minute = 0; minute < minutes; minute++) {
    for (const [queue, value] of Object.entries({ orders: 10 + minute, payments: 2 })) {
      const identity = { namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', dimensions: { QueueName: queue } };
      store.record(identity, [{ time: START + 60 * minute, value }]);
    }
  }
  const range = { from: START, to: START + 60 * minutes };
  return graphOf({ stat: 'Sum', period: 60, ...properties } as never, { store, range, leastPeriod: 60 });
}

const ORDERS = ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders'];

test('a metric has a value for each whole period', () => {
  const { lines, problems } = graph({ metrics: [[...ORDERS, { period: 300, label: 'Sent', yAxis: 'right' }]] });

  expect(problems).toEqual([]);
  expect(lines).toEqual([
    { label: 'Sent', axis: 'right', unit: 'Count', start: START, periodSeconds: 300, values: [60, 85] },
  ]);
});

test('expressions are evaluated on hidden metrics, and their faults are named beside the other lines', () => {
  const { lines, problems } = graph({
    metrics: [
      [...ORDERS, { id: 'o', visible: false }],
      ['...', 'payments', { id: 'p', visible: false }],
      [{ expression: '100 * p / o', label: 'Share' }],
      [{ expression: 'SUM(METRICS())', id: 'all' }],
      [{ expression: 'o +', label: 'Broken' }],
      [{ expression: 'LAMBDA("f")', label: 'Function' }],
    ],
  });

  expect(lines.map(({ label, values }) => [label, values[0]])).toEqual([
    ['Share', 20],
    ['SUM(METRICS())', 12],
  ]);
  expect(problems).toEqual([expect.stringMatching(/^Broken: /), 'Function: The function LAMBDA is not modelled.']);
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch fills it in
const PROPERTY = "${PROP('Dim.QueueName')}";

test('a search has a line for each metric that it finds, named by its label', () => {
  const expression = "SEARCH('{AWS/SQS,QueueName} MetricName=\"NumberOfMessagesSent\"', 'Sum', 60)";
  const { lines } = graph({ metrics: [[{ expression, label: PROPERTY }]] }, 2);

  expect(lines.map(({ label, values }) => [label, values])).toEqual([
    ['orders', [10, 11]],
    ['payments', [2, 2]],
  ]);
});

test('a search that is sorted has as many lines as it asks for, in their order', () => {
  const search = "SEARCH('{AWS/SQS,QueueName} MetricName=\"NumberOfMessagesSent\"', 'Sum', 60)";
  const labelsOf = (expression: string) =>
    graph({ metrics: [[{ expression, label: PROPERTY }]] }, 2).lines.map(({ label }) => label);

  expect(labelsOf(`SORT(${search}, MAX, DESC, 1)`)).toEqual(['orders']);
  expect(labelsOf(`SORT(${search}, AVG, ASC)`)).toEqual(['payments', 'orders']);
});

test('where there are no data there are no values', () => {
  const { lines } = graph({ metrics: [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'gone']] }, 2);

  expect(lines[0]?.values).toEqual([null, null]);
});

test('a search within an expression is what it finds', () => {
  const search = "SEARCH('{AWS/SQS,QueueName} MetricName=\"NumberOfMessagesSent\"', 'Sum', 60)";
  const { lines, problems } = graph(
    {
      metrics: [
        [{ expression: `SUM(${search})`, label: 'All' }],
        [{ expression: `100 * orders / SUM(${search})`, label: 'Share of orders' }],
        [...ORDERS, { id: 'orders', visible: false }],
      ],
    },
    2,
  );

  expect(problems).toEqual([]);
  expect(lines.map(({ label, values }) => [label, values.map((value) => Math.round(value ?? 0))])).toEqual([
    ['All', [12, 13]],
    ['Share of orders', [83, 85]],
  ]);
});

test('a label has what CloudWatch fills in of the values in sight', () => {
  const label = ['AVG', 'MIN', 'MAX', 'SUM', 'FIRST', 'LAST', 'DATAPOINT_COUNT', 'LABEL', 'OTHER']
    .map((name) => `\${${name}}`)
    .join(' ');
  const { lines } = graph({ metrics: [[...ORDERS, { label }]] }, 3);

  expect(lines[0]?.label).toBe(`11 10 12 33 10 12 3 NumberOfMessagesSent \${OTHER}`);
});
