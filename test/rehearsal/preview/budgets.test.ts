import { budgetsOf } from '../../../lib/rehearsal/preview/budgets';
import { assemblyOf, assemblyWith, composite } from '../templates';

const budget = (subject: string, measure: string, assembly = assemblyWith({})) =>
  budgetsOf(assembly).find((each) => each.subject === subject && each.measure === measure);

test('measures a template in resources and in bytes as it is deployed', () => {
  // GIVEN
  const text = `{"Resources":{"A":{"Type":"AWS::SQS::Queue"},"ü":{"Type":"AWS::SQS::Queue"}}}`;
  const assembly = assemblyOf({ shop: text });

  // THEN
  expect(budget('stack shop', 'resources', assembly)).toMatchObject({
    used: 2,
    limit: 500,
    share: 0.004,
    tight: false,
  });
  expect(budget('stack shop', 'template bytes', assembly)).toMatchObject({ used: text.length + 1, limit: 1_000_000 });
});

test.each([
  [399, false],
  [400, true],
  [501, true],
])('%i resources of 500: tight is %p', (count, tight) => {
  const resources = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]),
  );

  expect(budget('stack app', 'resources', assemblyWith(resources))).toMatchObject({ used: count, tight });
});

test('measures a dashboard in widgets, in metrics, and in metrics of its fullest widget', () => {
  const widget = (count: number) => ({ type: 'metric', properties: { metrics: Array(count).fill(['AWS/SQS', 'A']) } });
  const body = JSON.stringify({ widgets: [widget(400), widget(10)] });
  const assembly = assemblyWith({
    Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: 'shop', DashboardBody: body } },
  });

  expect(budget('dashboard shop', 'widgets', assembly)).toMatchObject({ used: 2, limit: 500 });
  expect(budget('dashboard shop', 'metrics', assembly)).toMatchObject({ used: 410, limit: 2500, tight: false });
  expect(budget('dashboard shop', 'metrics in one widget', assembly)).toMatchObject({
    used: 400,
    limit: 500,
    tight: true,
  });
});

test('measures a composite in rule characters and in children', () => {
  const children = Array.from({ length: 80 }, (_, index) => `ALARM("${index}")`);
  const rule = `${children.join(' OR ')} OR ${children[0]}`;
  const assembly = assemblyWith({ Failing: composite(rule) });

  expect(budget('composite Failing', 'rule characters', assembly)).toMatchObject({ used: rule.length, limit: 10_240 });
  expect(budget('composite Failing', 'children', assembly)).toMatchObject({ used: 80, limit: 100, tight: true });
});
