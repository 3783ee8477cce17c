import type { JsonObject } from '../../rehearsal/assembly/json';
import type { MetricIdentity } from '../../rehearsal/simulator/model';
import { PERIOD, searchBy } from './search';

/** A dashboard for ready-made metrics of a catalogue. */
export interface ReadyMade {
  readonly title: string;
  readonly tags: readonly string[];
  readonly refresh: string;
  /** As CloudWatch has it. */
  readonly start: string;
  /** Whether indicators from PostgreSQL are shown on it. */
  readonly showsIndicators?: true;
  readonly widgets: (metrics: readonly MetricIdentity[]) => (JsonObject | undefined)[];
}

/** From the guide for partner integrations that `partnerMetrics` follows. */
const PARTNERS: ReadyMade = {
  title: 'Partner Integration Monitoring',
  tags: ['partners'],
  refresh: '30s',
  start: '-PT1H',
  widgets: (metrics) => {
    const by = (name: string, statistic: string) => searchBy('Partner', name, statistic, metrics);
    const [durations, errors] = [by('PartnerApiDuration', 'Average'), by('PartnerApiError', 'Sum')];
    const [success, failed] = [by('AssignmentSuccess', 'Sum'), by('AssignmentFailed', 'Sum')];
    const partner = dimensionValue('Partner');
    if (durations === undefined || errors === undefined) return [];
    return [
      graph('Partner API Response Times', 'Seconds', [[`${durations} / 1000`, `${partner} avg`]], {
        view: 'singleValue',
        sparkline: true,
        annotations: {
          horizontal: [
            { label: 'slow', value: 2, color: 'yellow' },
            { label: 'too slow', value: 5, color: 'red' },
          ],
        },
      }),
      queueDepths(metrics),
      success === undefined || failed === undefined
        ? undefined
        : graph(
            'Assignment Success Rate',
            'Percent',
            [[`100 * SUM(${success}) / (SUM(${success}) + SUM(${failed}))`, 'Success Rate %']],
            { view: 'singleValue', sparkline: true },
          ),
      graph('Error Rates by Partner', 'Count/Second', [[`${errors} / ${PERIOD}`, `${partner} errors/sec`]]),
    ];
  },
};

/** In a label: the value of a dimension. */
const dimensionValue = (dimension: string): string => `\${PROP('Dim.${dimension}')}`;

function queueDepths(metrics: readonly MetricIdentity[]): JsonObject | undefined {
  const queues = new Set(
    metrics.flatMap(({ namespace, dimensions }) => (namespace === 'AWS/SQS' ? (dimensions.QueueName ?? []) : [])),
  );
  if (queues.size === 0) return undefined;
  return widget('Queue Depth', 'Count', {
    stat: 'Maximum',
    metrics: [...queues].map((queue) => [
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      'QueueName',
      queue,
      { label: queue },
    ]),
  });
}

/** What the dashboard of a service of machine learning shows beside its indicators, which are in a database. */
const INFERENCES: ReadyMade = {
  title: 'MLP Dashboard',
  tags: ['inferences'],
  refresh: '5s',
  start: '-PT30M',
  showsIndicators: true,
  widgets: (metrics) => {
    const active = metrics.find(({ name }) => name === 'ActiveInferences');
    const [typical, slow] = ['p50', 'p95'].map((statistic) =>
      searchBy('Stage', 'ProcessingDuration', statistic, metrics),
    );
    const accuracy = metrics.find(({ name }) => name === 'Accuracy');
    const stage = dimensionValue('Stage');
    return [
      active && single('Active inferences', 'Count', 'Maximum', active),
      accuracy && single('Accuracy', 'Percent', 'Average', accuracy),
      typical === undefined || slow === undefined
        ? undefined
        : graph('Processing time', 'Milliseconds', [
            [typical, `${stage} p50`],
            [slow, `${stage} p95`],
          ]),
    ];
  },
};

const single = (
  title: string,
  unit: string,
  stat: string,
  { namespace, name, dimensions }: MetricIdentity,
): JsonObject =>
  widget(title, unit, {
    ...{ view: 'singleValue', sparkline: true, stat },
    metrics: [[namespace, name, ...Object.entries(dimensions).flat(), { label: title }]],
  });

const graph = (
  title: string,
  unit: string,
  rows: readonly (readonly [expression: string, label: string])[],
  more: JsonObject = {},
): JsonObject => widget(title, unit, { metrics: rows.map(([expression, label]) => [{ expression, label }]), ...more });

const widget = (title: string, unit: string, properties: JsonObject): JsonObject => ({
  ...{ type: 'metric', width: 12, height: 6 },
  properties: { title, period: PERIOD, yAxis: { left: { label: unit, min: 0 } }, ...properties },
});

export const READY_MADE: readonly ReadyMade[] = [PARTNERS, INFERENCES];
