import { type App, Stack } from 'aws-cdk-lib';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type Json, newApp, newVigil, Synthesized, watched } from '../support/synth';
import { addHttpApi, ROUTES } from '../vigil/shop';

const labelsOf = ({ properties }: Json) => properties.metrics.flatMap((metric: Json[]) => metric.at(-1).label ?? []);
/** CloudWatch's short form written out: `.` and `...` repeat what the metric before has at the same position. */
const writtenOut = ({ properties }: Json): Json[][] => {
  const series: Json[][] = [];
  for (const fields of properties.metrics) {
    const before = series.at(-1)?.slice(0, -1) ?? [];
    const names = fields.slice(0, -1).map((field: Json, index: number) => (field === '.' ? before[index] : field));
    series.push([...(names[0] === '...' ? before : names), fields.at(-1)]);
  }
  return series;
};
/** Metric names with their statistic, or the expression over them. */
const drawn = (widget: Json) =>
  writtenOut(widget).map((metric: Json[]) =>
    metric.length === 1 ? metric[0].expression : `${metric[1]} ${metric.at(-1).stat ?? widget.properties.stat}`,
  );

describe.each([
  ['HTTP API', (stack: Stack) => addHttpApi(stack), { client: '4xx', server: '5xx' }, '$default'],
  [
    'REST API',
    (stack: Stack) => {
      const api = new RestApi(stack, 'Api');
      const orders = api.root.addResource('orders');
      const order = orders.addResource('{id}');
      for (const [method, resource] of [
        ['GET', orders],
        ['POST', orders],
        ['GET', order],
        ['DELETE', order],
      ] as const) {
        resource.addMethod(method, new MockIntegration());
      }
    },
    { client: '4XXError', server: '5XXError' },
    'prod',
  ],
])('the operations of an %s', (_, fill, { client, server }, stage) => {
  let rows: Json[][];
  beforeAll(() => {
    const { widgets } = watched(fill).dashboards['Shop-Vigil-details'];
    const graphs = widgets.filter(({ type }: Json) => type === 'metric');
    expect(widgets.map(({ properties }: Json) => properties.markdown)).toContain('## Api: details');
    rows = ROUTES.map((route) =>
      graphs.filter(({ properties }: Json) => properties.title.split(/: | \(/)[0] === route),
    );
  });

  test('have a row each: how they ended, and how fast', () => {
    for (const [responses, latency, ...others] of rows) {
      expect(responses.properties.title).toMatch(/: responses$/);
      expect(latency.properties.title).toMatch(/: latency$/);
      expect(responses.y).toBe(latency.y);
      expect(others).toEqual([]);
    }
  });

  test('show 2XX, 4XX and 5XX as counts', () => {
    for (const [responses] of rows) {
      expect(labelsOf(responses)).toEqual(['4XX', '5XX', '2XX']);
      expect(drawn(responses)).toEqual([
        `Count ${client === '4xx' ? 'Sum' : 'SampleCount'}`,
        `${client} Sum`,
        `${server} Sum`,
        'n0 - c1 - s2',
      ]);
    }
  });

  test('show the latency that one of ten, twenty and a hundred callers see', () => {
    for (const [, latency] of rows) {
      expect(labelsOf(latency)).toEqual(['p90', 'p95', 'p99']);
      expect(drawn(latency)).toEqual(['Latency p90', 'Latency p95', 'Latency p99']);
    }
  });

  test('are measured by route and verb', () => {
    ROUTES.forEach((route, index) => {
      const [method, resource] = route.split(' ');
      for (const widget of rows[index] as Json[]) {
        for (const metric of writtenOut(widget).filter((each: Json[]) => each.length > 1)) {
          const dimensions = metric.slice(2, -1);
          const dimension = (name: string) => dimensions[dimensions.indexOf(name) + 1];
          expect([dimension('Method'), dimension('Resource'), dimension('Stage')]).toEqual([method, resource, stage]);
        }
      }
    });
  });
});

test('operations of another region are drawn in theirs', () => {
  const app = newApp();
  addHttpApi(new Stack(app, 'Europe', { env: { region: 'eu-west-1' } }));
  newVigil(new Stack(app, 'Watch', { env: { region: 'us-east-1' } })).watch(app);

  const { widgets } = new Synthesized(app as App).dashboards['Watch-Vigil-us-east-1-details'];

  for (const { type, properties } of widgets) if (type === 'metric') expect(properties.region).toBe('eu-west-1');
});
