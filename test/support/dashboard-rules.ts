import { COLOURS, type Meaning } from '../../lib/dashboards/colours';
import type { Json } from './synth';

// What a dashboard has to be so that one can read it. Units and colours are found here by the names of metrics and by what is computed
// from them, independently of what the dashboards are made from.

const LIMITS = { widgets: 100, metrics: 2500, alarms: 100, variables: 25, lines: 8, columns: 24 } as const;

/** One entry of a graph's `metrics`, with CloudWatch's short forms written out. */
interface Row {
  readonly names: readonly string[];
  readonly options: Json;
  readonly stat: string;
}

export function rowsOf({ metrics = [], stat }: Json): Row[] {
  let before: readonly string[] = [];
  return metrics.map((fields: Json[]) => {
    const options = fields.at(-1);
    const written = fields.slice(0, -1);
    const names =
      written[0] === '...' ? before : written.map((name: string, index) => (name === '.' ? before[index] : name));
    if (names.length > 0) before = names as string[];
    return { names, options, stat: options.stat ?? stat };
  });
}

/** Everything that is wrong with a dashboard, in words. `alarms` are the properties of all alarms, by the id of their rule. */
export function breachesOf(name: string, body: Json, alarms: ReadonlyMap<string, readonly Json[]>): string[] {
  const { widgets, variables = [] } = body;
  const all = widgets.flatMap((widget: Json) =>
    breachesOfWidget(widget, alarms).map((breach) => `${widget.properties.title ?? widget.type}: ${breach}`),
  );
  const metrics = widgets.flatMap(({ properties }: Json) => properties.metrics ?? []).length;
  const types: string[] = widgets.map(({ type }: Json) => type);
  const firstGraph = widgets.findIndex(
    ({ type, properties }: Json) => type === 'metric' && properties.view !== 'singleValue',
  );
  return [
    ...(widgets.length > LIMITS.widgets ? [`${widgets.length} widgets`] : []),
    ...(metrics > LIMITS.metrics ? [`${metrics} metrics`] : []),
    ...(variables.length > LIMITS.variables ? [`${variables.length} variables`] : []),
    ...overlaps(widgets),
    ...repeatedTitles(widgets),
    ...(firstGraph >= 0 && types.lastIndexOf('alarm') > firstGraph ? ['a state below a graph'] : []),
    ...(types.includes('log') && types.slice(types.indexOf('log')).some((type) => type !== 'log')
      ? ['a widget after the logs']
      : []),
    ...all,
  ].map((breach) => `${name}: ${breach}`);
}

function repeatedTitles(widgets: readonly Json[]): string[] {
  const titles: string[] = widgets.flatMap(({ properties }) => properties.title ?? []);
  return titles
    .filter((title, index) => titles.indexOf(title) !== index)
    .map((title) => `two widgets are titled '${title}'`);
}

function overlaps(widgets: readonly Json[]): string[] {
  const taken = new Set<string>();
  return widgets.flatMap(({ x, y, width, height, properties }) => {
    if (x + width > LIMITS.columns) return [`${properties.title} is wider than the dashboard`];
    const cells = Array.from(
      { length: width * height },
      (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`,
    );
    const isOver = cells.some((cell) => taken.has(cell));
    for (const cell of cells) taken.add(cell);
    return isOver ? [`${properties.title} covers another widget`] : [];
  });
}

function breachesOfWidget({ type, properties }: Json, alarms: ReadonlyMap<string, readonly Json[]>): string[] {
  if (type === 'alarm') {
    const { length } = properties.alarms;
    return length >= 1 && length <= LIMITS.alarms ? [] : [`${length} alarms`];
  }
  if (type !== 'metric') return [];
  const rows = rowsOf(properties);
  const shown = rows.filter(({ options }) => options.visible !== false);
  const common = [...colourBreaches(shown, rows), ...labelBreaches(shown)];
  return properties.view === 'singleValue' ? common : [...common, ...graphBreaches(properties, shown, rows, alarms)];
}

const labelBreaches = (shown: readonly Row[]): string[] =>
  shown.flatMap(({ options, names }) => (options.label ? [] : [`${names[1] ?? options.expression} has no label`]));

function graphBreaches(
  properties: Json,
  shown: readonly Row[],
  rows: readonly Row[],
  alarms: ReadonlyMap<string, readonly Json[]>,
): string[] {
  const count = shown.reduce((sum, row) => sum + linesOf(row), 0);
  return [
    ...(count > LIMITS.lines ? [`${count} lines`] : []),
    ...(['left', 'right'] as const).flatMap((side) => axisBreaches(properties, side, shown, rows)),
    ...(properties.annotations?.horizontal ?? []).flatMap((line: Json) => thresholdBreaches(line, shown, rows, alarms)),
  ];
}

/** What a search finds is limited by SORT. */
function linesOf({ options }: Row): number {
  if (!/SEARCH\(/.test(options.expression ?? '')) return 1;
  return Number(/, (?:MAX|SUM|AVG|MIN), DESC, (\d+)\)/.exec(options.expression)?.[1] ?? Infinity);
}

const sideOf = ({ options }: Row): string => options.yAxis ?? 'left';

function axisBreaches({ yAxis }: Json, side: 'left' | 'right', shown: readonly Row[], rows: readonly Row[]): string[] {
  const own = shown.filter((row) => sideOf(row) === side);
  if (own.length === 0) return yAxis?.[side] === undefined ? [] : [`its ${side} axis has no line`];
  const axis = yAxis?.[side] ?? {};
  if (axis.label === undefined || axis.showUnits !== false) return [`its ${side} axis names no unit`];
  if (axis.max !== undefined) return [`its ${side} axis is cut off`];
  const wrong = own.filter((row) => unitOf(row, rows) !== axis.label);
  return wrong.map((row) => `${row.options.label} is ${unitOf(row, rows)} on an axis of ${axis.label}`);
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [
    /^(4xx|5xx|Total)ErrorRate$|CacheHitRate|(CPU|Memory)Utilization|^EBS.*%$|Percent|^(Heap|Memory)Usage|JVMMemoryPressure|DiskUsed$|^Cpu(User|System)$|CpuUtilization$/,
    'Percent',
  ],
  [/^(DaysToExpiry)$/, 'days'],
  [
    /^(ReplicationLag|ApproximateAgeOfOldestMessage|TargetResponseTime|ReadLatency|WriteLatency|Delivery\w+\.DataFreshness)$/,
    's',
  ],
  [/(Duration|Latency|ReplicaLag|IteratorAge|Milliseconds|ExecutionTime|MillisBehindLatest)$/, 'ms'],
  [/Throughput$/, 'B/s'],
  [/(FreeableMemory|FreeStorageSpace|FreeLocalStorage|VolumeBytesUsed|Bytes|BytesUsedForCache)$/, 'B'],
  [/IOPS$/, 'per second'],
];

/** What one namespace publishes in another unit than all others. */
const UNITS_OF_NAMESPACES: Readonly<Record<string, string>> = {
  'AWS/ES FreeStorageSpace': 'MiB',
  'AWS/EFS BurstCreditBalance': 'B',
  'AWS/RDS DatabaseConnectionsBorrowLatency': 'us',
};

const unitOfMetric = ({ names, stat }: Row): string =>
  stat === 'SampleCount'
    ? 'Count'
    : (UNITS_OF_NAMESPACES[`${names[0]} ${names[1]}`] ??
      UNITS.find(([pattern]) => pattern.test(names[1] as string))?.[1] ??
      'Count');

/** By the numbers that it is multiplied with and divided by. */
const CONVERSIONS: Readonly<Record<string, string>> = {
  's*1000': 'ms',
  'ms/1000': 's',
  'us/1000': 'ms',
  'MiB/1024': 'GiB',
  [`B/${2 ** 30}`]: 'GiB',
  [`B/${2 ** 20}`]: 'MiB',
  [`B/s/${2 ** 20}`]: 'MiB/s',
};

const inputsOf = (expression: string, rows: readonly Row[]): Row[] =>
  rows.filter(({ options }) => options.id !== undefined && new RegExp(`\\b${options.id}\\b`).test(expression));

function unitOf(row: Row, rows: readonly Row[]): string {
  const { expression } = row.options;
  if (expression === undefined) return unitOfMetric(row);
  const [, searched] = /SEARCH\(.*MetricName="([^"]+)".*'([^']+)'\)/.exec(expression) ?? [];
  const inputs = searched === undefined ? inputsOf(expression, rows) : [{ ...row, names: ['', searched] }];
  const units = [...new Set(inputs.map(unitOfMetric))];
  if (/^100 \*/.test(expression)) return 'Percent';
  if (units.length !== 1) return `a mixture of ${units.join(' and ')}`;
  const [, times] = /^(\d+) \* /.exec(expression) ?? [];
  const [, over] = / \/ (\d+)$/.exec(expression) ?? [];
  if (times === undefined && over === undefined) return units[0] as string;
  const conversion = `${units[0]}${times === undefined ? '' : `*${times}`}${over === undefined ? '' : `/${over}`}`;
  return CONVERSIONS[conversion] ?? conversion;
}

const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/thrott|ProvisionedThroughputExceeded|RejectedConnection/i, 'throttle'],
  [/4xx/i, 'clientError'],
  [/5xx|^Errors$|Failed|UnhandledErrors|UnHealthyHost/i, 'error'],
  [/Succeeded$|NumberOfMessagesDeleted|2XX/, 'success'],
];

/** What a line has to mean; undefined where its name does not say. */
function meaningOf({ names, stat, options }: Row, rows: readonly Row[]): Meaning | undefined {
  const { expression } = options;
  if (expression !== undefined) {
    const inputs = inputsOf(expression, rows);
    if (inputs.length === 1) return meaningOf({ ...(inputs[0] as Row), options: {} }, rows);
    const [, bad] = /^100 \* (\w+) \//.exec(expression) ?? [];
    const input = inputs.find(({ options: { id } }) => id === bad);
    return input && meaningOf({ ...input, options: {} }, rows);
  }
  if (/^p(50|90|95|99)$/.test(stat)) {
    // what is behind an API has a colour beside that of the API itself
    const isBehind = names[1] === 'IntegrationLatency' && rows.some((other) => other.names[1] === 'Latency');
    return isBehind ? 'backlog' : (stat as Meaning);
  }
  return MEANINGS.find(([pattern]) => pattern.test(names[1] as string))?.[1];
}

function colourBreaches(shown: readonly Row[], rows: readonly Row[]): string[] {
  const coloured = shown.filter(({ options }) => !/SEARCH\(/.test(options.expression ?? ''));
  const colours = coloured.map(({ options }) => options.color);
  const repeated = colours.filter((colour, index) => colours.indexOf(colour) !== index);
  const known: readonly string[] = Object.values(COLOURS).flat();
  return [
    ...repeated.map((colour) => `two lines are ${colour}`),
    ...coloured.flatMap((row) => {
      const { color, label } = row.options;
      if (!known.includes(color)) return [`${label} has the colour ${color}`];
      const meaning = meaningOf(row, rows);
      const family: readonly string[] = meaning === undefined ? known : COLOURS[meaning];
      return family.includes(color) ? [] : [`${label} has not the colour of ${meaning}`];
    }),
  ];
}

/** The threshold of an alarm on a metric that is drawn on the same axis, and converted as that is. */
function thresholdBreaches(
  { label, value, yAxis = 'left' }: Json,
  shown: readonly Row[],
  rows: readonly Row[],
  alarms: ReadonlyMap<string, readonly Json[]>,
): string[] {
  const [id] = label.split(' ');
  const candidates = alarms.get(id) ?? [];
  if (candidates.length === 0) return [`there is no alarm ${id}`];
  const lines = shown.filter((row) => sideOf(row) === yAxis);
  const isOwn = candidates.some((alarm) =>
    lines.some((line) => {
      const { expression } = line.options;
      const inputs = expression === undefined ? [line] : inputsOf(expression, rows);
      if (!inputs.some((input) => readsOf(alarm).includes(`${input.names[0]} ${input.names[1]} ${input.stat}`)))
        return false;
      const times = Number(/^(\d+) \* \w+( \/ \d+)?$/.exec(expression ?? '')?.[1] ?? 1);
      const over = Number(/^(?:\d+ \* )?\w+ \/ (\d+)$/.exec(expression ?? '')?.[1] ?? 1);
      return Math.abs((alarm.Threshold * times) / over - value) <= 1e-4 * Math.abs(value);
    }),
  );
  return isOwn ? [] : [`${label} is not the threshold of a line of its axis`];
}

function readsOf({ Namespace, MetricName, Statistic, ExtendedStatistic, Metrics = [] }: Json): string[] {
  if (MetricName !== undefined) return [`${Namespace} ${MetricName} ${Statistic ?? ExtendedStatistic}`];
  return Metrics.flatMap(({ MetricStat }: Json) =>
    MetricStat ? [`${MetricStat.Metric.Namespace} ${MetricStat.Metric.MetricName} ${MetricStat.Stat}`] : [],
  );
}
