import { parseSearch } from '../../../../lib/rehearsal/room/dashboards/search';

const metric = (namespace: string, name: string, dimensions: Record<string, string>) => ({
  namespace,
  name,
  dimensions,
});
const sent = metric('AWS/SQS', 'NumberOfMessagesSent', { QueueName: 'orders-queue' });
const cpu = metric('AWS/EC2', 'CPUUtilization', { InstanceId: 'i-1' });
const own = metric('Shop', 'Duration', { Service: 'orders', Operation: 'GET /orders' });

test.each([
  ['{AWS/SQS,QueueName} MetricName="NumberOfMessagesSent"', [sent]],
  ['{AWS/SQS} MetricName="NumberOfMessagesSent"', []],
  ['{"Shop","Service","Operation"} Service="orders"', [own]],
  ['{Shop,Operation,Service} MetricName="Duration"', [own]],
  ['orders', [sent, own]],
  ['utilization', [cpu]],
  ['CPUUtilization NOT Namespace="AWS/SQS"', [cpu]],
  ['MetricName=("Duration" OR "CPUUtilization")', [cpu, own]],
  ['Namespace="AWS/EC2" OR QueueName=orders', [sent, cpu]],
  ['(Namespace="AWS/EC2" OR orders) AND MetricName="Duration"', [own]],
  ['MetricName="Number"', []],
])('%s', (text, found) => {
  expect([sent, cpu, own].filter(parseSearch(text))).toEqual(found);
});

test('what cannot be read is named', () => {
  expect(() => parseSearch('MetricName=("a" OR')).toThrow('The search \'MetricName=("a" OR\' is not modelled.');
});
