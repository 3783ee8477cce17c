import { defineMetrics, Unit } from '../../lib/catalogue';

/** Looks only when it is asked, so that an error of the code fails one test and not the file. */
const errorsOf = (declaration: object) => (): string[] => {
  try {
    defineMetrics(declaration as never);
  } catch (error) {
    return (error as Error).message.split('\n  ').slice(1);
  }
  return [];
};

const with_ = (declaration: object) => errorsOf({ namespace: 'App', ...declaration });
const withMetric = (name: string, metric: unknown, more: object = {}) =>
  with_({ metrics: { [name]: metric }, ...more });
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `D${i}`);
const withAlarm = (alarm: unknown) =>
  withMetric('Failures', {
    unit: 'Count',
    dimensions: ['Partner'],
    alarm: typeof alarm === 'object' && alarm ? { above: 1, within: 'PT5M', severity: 'P1', ...alarm } : alarm,
  });

describe('a catalogue of another shape', () => {
  test.each<[string, unknown, string[]]>([
    ['none', undefined, ["declaration: use an object such as { namespace: 'Shop', steps: ['CreateOrder'] }."]],
    ['a text', 'Shop', ["declaration: use an object such as { namespace: 'Shop', steps: ['CreateOrder'] }."]],
    [
      'all of it',
      { namespace: 'Shop', dimensions: 'Service', steps: 'CreateOrder', metrics: ['Orders'] },
      [
        "dimensions: use an object such as { Service: 'orders' }.",
        "steps: use a list such as ['CreateOrder'].",
        "metrics: use an object such as { Orders: { unit: 'Count' } }.",
      ],
    ],
    [
      'null',
      { namespace: 'Shop', steps: null, metrics: null },
      ["steps: use a list such as ['CreateOrder'].", "metrics: use an object such as { Orders: { unit: 'Count' } }."],
    ],
    [
      'the dimensions of a metric',
      { namespace: 'Shop', metrics: { Orders: { unit: 'Count', dimensions: 'Partner' } } },
      ["metrics.Orders.dimensions: use a list such as ['Partner']."],
    ],
  ])('%s', (_, declaration, errors) => {
    expect(errorsOf(declaration as object)()).toEqual(errors);
  });
});

describe('an error of a catalogue', () => {
  test.each([
    ...['_aws', '__proto__', 'requestId', 'properties', 'Operation', 'ErrorClass'].map(
      (name): [string, () => string[]] => [
        `metrics.${name}: '${name}' is reserved; use another name.`,
        withMetric(name, { unit: 'Count' }),
      ],
    ),
    [
      'steps[0]: use a letter first, then letters, digits and any of . _ / # -, at most 246 characters.',
      with_({ steps: [null] }),
    ],
    [
      'dimensions.9: use a letter first, then letters, digits and any of . _ / # -, at most 250 characters.',
      with_({ dimensions: { 9: 'a' } }),
    ],
    [
      "dimensions: '__proto__' is reserved, and only a plain object can be used; use another name.",
      with_({ dimensions: { __proto__: { Service: 'a' } } }),
    ],
    [
      'metrics.Time.dimensions: declare at most 29 beside the shared ones.',
      withMetric('Time', { unit: 'Count', dimensions: numbered(30) }, { dimensions: { Service: 'a' } }),
    ],
    [
      'metrics.Sent.alarm.dimensions: give a text of printable ASCII for each of [Channel, Country], and for no others.',
      withMetric('Sent', {
        unit: 'Count',
        dimensions: ['Channel', 'Country'],
        alarm: { above: 1, within: 'PT5M', severity: 'P1', dimensions: { Channel: 'mail', Country: '' } },
      }),
    ],
    ["steps[1]: 'Pay' is declared twice.", with_({ steps: ['Pay', 'Pay'] })],
    [
      "metrics.PayFailed: the step 'Pay' publishes a metric of this name; use another name than 'PayFailed'.",
      withMetric('PayFailed', { unit: 'Count' }, { steps: ['Pay'] }),
    ],
    [
      "metrics.ColdStarts: every operation publishes a metric of this name; use another name than 'ColdStarts'.",
      withMetric('ColdStarts', { unit: 'Count' }),
    ],
    [
      "metrics.Service: a dimension has this name; use another name than 'Service'.",
      withMetric('Service', { unit: 'Count' }, { dimensions: { Service: 'a' } }),
    ],
    [
      "metrics.Query: a dimension has this name; use another name than 'Query'.",
      withMetric('Query', { unit: 'Count', dimensions: ['Query'] }),
    ],
    [
      "metrics.Time.dimensions[0]: 'Service' is a shared dimension of all metrics already.",
      withMetric('Time', { unit: 'Count', dimensions: ['Service'] }, { dimensions: { Service: 'a' } }),
    ],
    [
      "metrics.Time.dimensions[1]: 'Query' is declared twice.",
      withMetric('Time', { unit: 'Count', dimensions: ['Query', 'Query'] }),
    ],
    [
      "metrics.Time.dimensions[0]: '__proto__' is reserved; use another name.",
      withMetric('Time', { unit: 'Count', dimensions: ['__proto__'] }),
    ],
    [
      'metrics.Time.dimensions: declare at most 30 beside the shared ones.',
      withMetric('Time', { unit: 'Count', dimensions: numbered(31) }),
    ],
    [
      'dimensions: declare at most 29.',
      with_({ dimensions: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`D${i}`, 'x'])) }),
    ],
    ...['', ' ', 'x'.repeat(1025), 'Zürich', 'a\nb', undefined, 7].map((value): [string, () => string[]] => [
      'dimensions.Service: use a text of 1 to 1024 printable ASCII characters that is not blank.',
      with_({ dimensions: { Service: value } }),
    ]),
    [
      'metrics.9: use a letter first, then letters, digits and any of . _ / # -, at most 255 characters.',
      withMetric('9', { unit: 'Count' }),
    ],
    [
      'steps[0]: use a letter first, then letters, digits and any of . _ / # -, at most 246 characters.',
      with_({ steps: ['S'.repeat(247)] }),
    ],
    [
      'metrics.Time.dimensions[0]: use a letter first, then letters, digits and any of . _ / # -, at most 250 characters.',
      withMetric('Time', { unit: 'Count', dimensions: [7] }),
    ],
    ["metrics.Time: use an object such as { unit: 'Count' }.", withMetric('Time', null)],
    ["metrics.Time: use an object such as { unit: 'Count' }.", withMetric('Time', 'Count')],
    ["metrics.Time.unit: 'ms' is not a unit of CloudWatch; use a member of Unit.", withMetric('Time', { unit: 'ms' })],
    [
      'metrics.Time.kind: use one of counter, duration, gauge.',
      withMetric('Time', { unit: 'Count', kind: 'histogram' }),
    ],
    [
      'metrics.Time.dimension: unknown; use unit, kind, dimensions, alarm.',
      withMetric('Time', { unit: 'Count', dimension: 'x' }),
    ],
    ['metric: unknown; use namespace, dimensions, steps, metrics.', with_({ metric: {} })],
    [
      'namespace: use 1 to 255 letters, digits and any of . _ / # - after the first.',
      errorsOf({ namespace: ':x', metrics: {} }),
    ],
    ['namespace: use 1 to 255 letters, digits and any of . _ / # - after the first.', errorsOf({ steps: [] })],
    [
      'namespace: use 1 to 255 letters, digits and any of . _ / # - after the first.',
      errorsOf({ namespace: 'x'.repeat(256) }),
    ],
    ["namespace: 'AWS/' is reserved for AWS; use the name of the application.", errorsOf({ namespace: 'AWS/Own' })],
    [
      "metrics: '__proto__' is reserved, and only a plain object can be used; use another name.",
      with_({ metrics: { __proto__: { unit: 'Count' } } }),
    ],
    ["metrics.Failures.alarm: use an object such as { above: 3, within: 'PT5M', severity: 'P1' }.", withAlarm(null)],
    ["metrics.Failures.alarm: use an object such as { above: 3, within: 'PT5M', severity: 'P1' }.", withAlarm(3)],
    ['metrics.Failures.alarm: give either above or below.', withAlarm({ below: 1 })],
    ['metrics.Failures.alarm: give either above or below.', withAlarm({ above: undefined })],
    ['metrics.Failures.alarm: the threshold has to be a finite number.', withAlarm({ above: Number.NaN })],
    // records have a value a minute: an alarm that looks more often would see none most of the time
    ...['5 minutes', 'PT10S', 'PT30S', 'PT0M', 'PT90S', 'P2D', undefined].map((within): [string, () => string[]] => [
      `metrics.Failures.alarm.within: '${within}' is not a valid period; use whole minutes up to P1D, such as 'PT5M'.`,
      withAlarm({ within }),
    ]),
    [
      'metrics.Failures.alarm: the evaluation range of an alarm is at most a day, or a week when `within` is whole hours; use fewer periods.',
      withAlarm({ times: 289 }),
    ],
    ['metrics.Failures.alarm.of: use a whole number of at least `times`.', withAlarm({ times: 5, of: 4 })],
    ['metrics.Failures.alarm.of: use a whole number of at least `times`.', withAlarm({ of: 1.5 })],
    [
      'metrics.Failures.alarm.missing: use one of notBreaching, breaching, missing, ignore.',
      withAlarm({ missing: 'fine' }),
    ],
    ...[{ Partner: '' }, { Partner: undefined }, { Query: 'a' }, { Partner: 'a', Query: 'b' }].map(
      (dimensions): [string, () => string[]] => [
        'metrics.Failures.alarm.dimensions: give a text of printable ASCII for each of [Partner], and for no others.',
        withAlarm({ dimensions }),
      ],
    ),
    [
      'metrics.Failures.alarm[2]: an earlier alarm has the same severity and dimensions.',
      withMetric('Failures', {
        unit: 'Count',
        dimensions: ['Partner'],
        alarm: ['a', 'b', 'a'].map((Partner) => ({
          above: 1,
          within: 'PT5M',
          severity: 'P1',
          dimensions: { Partner },
        })),
      }),
    ],
    [
      "metrics.Failures.alarm[0]: use an object such as { above: 3, within: 'PT5M', severity: 'P1' }.",
      withMetric('Failures', { unit: 'Count', alarm: [null] }),
    ],
    ['metrics.Failures.alarm.times: use a whole number of at least 1.', withAlarm({ times: 0 })],
    ['metrics.Failures.alarm.times: use a whole number of at least 1.', withAlarm({ times: 1.5 })],
    ['metrics.Failures.alarm.severity: use one of P0, P1, P2, P3.', withAlarm({ severity: 'high' })],
    [
      'metrics.Failures.alarm.statistic: use Sum, Average, Minimum, Maximum, SampleCount, a percentile such as p90, or PR(:500).',
      withAlarm({ statistic: 'p101' }),
    ],
    [
      'metrics.Failures.alarm.statistic: use Sum, Average, Minimum, Maximum, SampleCount, a percentile such as p90, or PR(:500).',
      withAlarm({ statistic: 'PR(500)' }),
    ],
    [
      'metrics.Failures.alarm.over: unknown; use above, below, within, severity, times, of, missing, statistic, dimensions, why, steps.',
      withAlarm({ over: 1 }),
    ],
  ])('%s', (error, reported) => {
    expect(reported()).toEqual([error]);
  });

  test('is reported together with all others', () => {
    expect(errorsOf({ namespace: '', steps: ['a b', '_aws'], metrics: { properties: { unit: 'x' } } })()).toHaveLength(
      5,
    );
  });

  test('begins with a headline', () => {
    expect(() => defineMetrics({ namespace: '' })).toThrow(/^The declaration of metrics has errors:\n {2}namespace: /);
  });

  test('is none at the limits themselves', () => {
    const longest = 'x'.repeat(255);
    const limits = { namespace: longest, steps: ['S'.repeat(246)] };
    const dimensions = { Service: 'x'.repeat(1024) };
    const metric = { unit: Unit.COUNT, dimensions: numbered(29) };
    expect(errorsOf({ ...limits, dimensions, metrics: { [longest]: metric } })()).toEqual([]);
  });

  test('is none for objects without a prototype', () => {
    expect(with_({ metrics: Object.assign(Object.create(null), { Time: { unit: 'Count' } }) })()).toEqual([]);
  });
});

test.each(['toString', 'constructor', 'valueOf', 'hasOwnProperty'])('%s is a name like any other', (name) => {
  expect(errorsOf({ namespace: 'App', steps: [name], metrics: { [name]: { unit: 'Count' } } })()).toEqual([]);
});
