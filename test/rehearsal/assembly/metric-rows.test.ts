import { metricRows } from '../../../lib/rehearsal/assembly/metric-rows';

test('dots repeat the row above', () => {
  const rows = metricRows({
    stat: 'Sum',
    period: 60,
    metrics: [
      ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders', { label: 'Sent' }],
      ['.', 'NumberOfMessagesDeleted', '.', '.', { yAxis: 'right', period: 300 }],
      ['...', 'payments', { stat: 'Maximum', id: 'm', visible: false }],
      [{ expression: 'm * 2', label: 'Twice' }],
    ],
  });

  expect(rows).toEqual([
    expect.objectContaining({
      ...{ label: 'Sent', axis: 'left', periodSeconds: 60, isHidden: false },
      metric: {
        namespace: 'AWS/SQS',
        name: 'NumberOfMessagesSent',
        dimensions: { QueueName: 'orders' },
        statistic: 'Sum',
      },
    }),
    expect.objectContaining({
      ...{ axis: 'right', periodSeconds: 300 },
      metric: expect.objectContaining({ name: 'NumberOfMessagesDeleted', dimensions: { QueueName: 'orders' } }),
    }),
    expect.objectContaining({
      ...{ id: 'm', isHidden: true },
      metric: expect.objectContaining({
        ...{ name: 'NumberOfMessagesDeleted', dimensions: { QueueName: 'payments' }, statistic: 'Maximum' },
      }),
    }),
    expect.objectContaining({ expression: 'm * 2', label: 'Twice' }),
  ]);
});

test('what is no row is left out, and defaults are those of CloudWatch', () => {
  expect(metricRows({ metrics: ['text', 5, ['AWS/SQS', 'Age']] })).toEqual([
    expect.objectContaining({ periodSeconds: 300, metric: expect.objectContaining({ statistic: 'Average' }) }),
  ]);
  expect(metricRows({})).toEqual([]);
});
