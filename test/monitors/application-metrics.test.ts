import { operation } from '../../lambda/runtime';
import { DATABASE_METRICS, defineMetrics, type MetricDeclaration, Unit } from '../../lib/catalogue';
import { http2, sqs } from '../lambda/runtime/events';
import { capture, type Json as Line, records, release } from '../lambda/runtime/standard-output';
import type { Json, Synthesized } from '../support/synth';
import { applicationIn, writtenOut } from './shop-application';

/** Namespace, name and dimensions: what makes a metric of CloudWatch one and not another. */
type Identity = string;
const identity = (namespace: string, name: string, dimensions: readonly string[]): Identity =>
  `${namespace} ${name} {${[...dimensions].sort().join(', ')}}`;

function emitted(lines: readonly Line[]): Set<Identity> {
  return new Set(
    lines.flatMap(({ _aws }: Json) =>
      _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }: Json) =>
        Dimensions.flatMap((set: string[]) => Metrics.map(({ Name }: Json) => identity(Namespace, Name, set))),
      ),
    ),
  );
}

function inAlarms({ alarms }: Synthesized, namespace: string): Set<Identity> {
  const metrics = alarms.flatMap(({ properties }) => [
    properties,
    ...(properties.Metrics ?? []).flatMap(({ MetricStat }: Json) => MetricStat?.Metric ?? []),
  ]);
  const own = metrics.filter(({ Namespace }) => Namespace === namespace);
  return new Set(
    own.map(({ MetricName, Dimensions = [] }) =>
      identity(
        namespace,
        MetricName,
        Dimensions.map(({ Name }: Json) => Name),
      ),
    ),
  );
}

const SEARCH = /^SORT\(SEARCH\('\{([^}]*)\} MetricName="(\w+)"/;

function onDashboards({ dashboards }: Synthesized, namespace: string): Set<Identity> {
  const series = Object.values(dashboards).flatMap(({ widgets }) =>
    widgets.flatMap(({ properties }: Json) => writtenOut(properties.metrics ?? [])),
  );
  const found = series.flatMap((fields: Json[]) => {
    const [, schema, searched] = SEARCH.exec(fields.at(-1).expression) ?? [];
    const [space, ...searchedDimensions] = (schema ?? '').replaceAll('"', '').split(',');
    const [drawnSpace, drawn, ...drawnDimensions] = fields
      .slice(0, -1)
      .filter((_, index) => index < 2 || index % 2 === 0);
    const [at, name, dimensions] = schema
      ? [space, searched, searchedDimensions]
      : [drawnSpace, drawn, drawnDimensions];
    return at === namespace ? [identity(at, name as string, dimensions)] : [];
  });
  return new Set(found);
}

test('alarms and dashboards look at exactly what handlers publish', async () => {
  // GIVEN a handler that does whatever can be done with the catalogue
  const everything = defineMetrics({
    namespace: 'Everything',
    dimensions: { Service: 'all', Environment: 'test' },
    steps: ['Pay'],
    metrics: {
      ...DATABASE_METRICS,
      Refunds: { unit: Unit.COUNT },
      Stock: {
        unit: Unit.COUNT,
        kind: 'gauge',
        dimensions: ['Warehouse', 'Shelf'],
        alarm: { below: 1, within: 'PT5M', severity: 'P2', dimensions: { Warehouse: 'north', Shelf: 'a' } },
      },
    },
  });
  const handler = operation(everything, async ({ statusCode }: { statusCode?: number }, op) => {
    await op.step('Pay', () => undefined);
    await op.step('Pay', () => Promise.reject(new Error('no money'))).catch(() => undefined);
    op.count('Refunds', Number.NaN);
    op.count('Refunds');
    op.gauge('Stock', 3, { Warehouse: 'north', Shelf: 'a' });
    for (const [name, metric] of Object.entries<MetricDeclaration>(DATABASE_METRICS)) {
      const dimensions = metric.dimensions?.map((dimension) => [dimension, 'one']);
      op.gauge(name as never, 1, (dimensions && Object.fromEntries(dimensions)) as never);
    }
    if (statusCode === undefined) throw new TypeError('nobody expected this');
    return { statusCode, batchItemFailures: [{ itemIdentifier: 'm0' }] };
  });

  // WHEN it runs
  capture();
  for (const statusCode of [200, 302, 404, 500, undefined]) {
    await handler({ ...http2, statusCode }, {}).catch(() => undefined);
  }
  await handler({ ...sqs('one', 'two'), statusCode: 200 }, {});
  const published = emitted(records());
  release();

  // THEN nothing that it published is unseen, and nothing is looked for that it did not publish
  const synthesized = applicationIn(everything);
  const seen = onDashboards(synthesized, 'Everything');
  for (const each of inAlarms(synthesized, 'Everything')) expect(seen).toContain(each);
  expect([...seen].sort()).toEqual([...published].sort());
});
