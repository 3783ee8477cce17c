import { KnownMetrics } from '../../../../lib/rehearsal/room/input/known-metrics';
import { type Recording, RecordingError, readRecording } from '../../../../lib/rehearsal/room/input/recording';
import { alarm, assemblyWith, folderWith } from '../../templates';

const MINUTE = 60;
const START = Date.UTC(2026, 0, 5) / 1000;
const SENT = 'AWS/SQS NumberOfMessagesSent QueueName=orders';
const AGE = 'AWS/SQS ApproximateAgeOfOldestMessage QueueName=orders';

const known = new KnownMetrics(
  assemblyWith({
    Sent: alarm({ AlarmName: 'shop/orders/Sent' }),
    Age: alarm({ MetricName: 'ApproximateAgeOfOldestMessage' }),
    Other: alarm({ Dimensions: [{ Name: 'QueueName', Value: 'invoices' }] }),
    Failed: alarm({ Namespace: 'My Shop', MetricName: 'Failed', Dimensions: [{ Name: 'Service', Value: 'api' }] }),
  }),
);

/** Reads files of a folder, each word of which begins with a name. */
function read(files: Readonly<Record<string, unknown>>, words = Object.keys(files)): Recording {
  return readRecording(words, folderWith(files), known);
}

function mistakes(...words: Parameters<typeof read>): string[] {
  try {
    read(...words);
  } catch (error) {
    if (error instanceof RecordingError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const valuesIn = ({ series }: Recording) =>
  series.map(({ metric, samples }) => [
    `${metric.namespace} ${metric.name} ${Object.values(metric.dimensions)}`,
    samples.map(({ time, value }) => [(time - START) / MINUTE, value]),
  ]);

describe('comma-separated values', () => {
  test('have a column for each metric, which the first line names; an empty cell is no value', () => {
    const recording = read({
      'a.csv': `time,"${SENT}",${AGE}\n2026-01-05 00:00:00,1,\n2026-01-05T01:01:00+01:00,,2\n\n`,
    });

    expect(valuesIn(recording)).toEqual([
      ['AWS/SQS NumberOfMessagesSent orders', [[0, 1]]],
      ['AWS/SQS ApproximateAgeOfOldestMessage orders', [[1, 2]]],
    ]);
    expect(recording).toMatchObject({ from: START, to: START + 2 * MINUTE, notes: [] });
  });

  test.each(['timestamp,value\n', ''])(
    'have the metric that the command line names, after the first line %j',
    (first) => {
      const files = { 'a.csv': `${first}2026-01-05 00:00:00,1\n` };

      expect(valuesIn(read(files, [`a.csv=${SENT}`]))).toEqual([['AWS/SQS NumberOfMessagesSent orders', [[0, 1]]]]);
    },
  );

  test('a namespace may have a space', () => {
    expect(valuesIn(read({ 'a.csv': 'time,My Shop Failed Service=api\n2026-01-05,1' }))).toEqual([
      ['My Shop Failed api', [[0, 1]]],
    ]);
  });

  test('that are rarer than an alarm looks, or stand twice, are noted', () => {
    const { notes } = read({
      'a.csv': `time,${SENT}\n2026-01-05 00:00:00,1\n2026-01-05 00:05:00,1\n2026-01-05 00:05:00,1\n2026-01-05 00:10:00,1`,
    });

    expect(notes).toEqual([
      `a.csv: ${SENT}: 1 time twice or more; all of their values count.`,
      `a.csv: ${SENT} has a value each 5m. shop/orders/Sent looks at shorter periods, which have no data in between.`,
    ]);
  });

  test.each([
    [
      'timestamp,value\n2026-01-05,1',
      `a.csv:1: 'value' is not a metric; write its namespace, a space and its name. Name it in the first line, such as 'timestamp,${SENT}', or give --replay 'a.csv=${SENT}'.`,
    ],
    ['2026-01-05,1', 'a.csv:1: nothing says which metric this is.'],
    [
      'time,AWS/SQS NumberOfMessageSent QueueName=orders',
      'a.csv:1: no alarm or graph reads AWS/SQS NumberOfMessageSent with { QueueName: orders }. Did you mean',
    ],
    [
      'time,AWS/SQS NumberOfMessagesSent QueueName=order',
      'They read AWS/SQS NumberOfMessagesSent with { QueueName: orders }',
    ],
    [`time,${SENT}\n2026-01-05,1,2`, 'a.csv:2: this line has 3 columns instead of 2.'],
    [`time,${SENT}\nsoon,2`, "a.csv:2: 'soon' is no time."],
    [`time,${SENT}\n2026-01-05,much`, 'a.csv:2: The value is no number: "much".'],
    [`time,${SENT}\n2026-01-05,`, 'a.csv:2: The value is no number: "".'],
    ['time', 'a.csv:1: there is one column only'],
    [' \n', 'a.csv: this file is empty.'],
    [`time,${SENT}\n`, 'there are no values in a.csv.'],
    [
      `time,${SENT}\n1970-01-01,1\n2026-01-05,1`,
      'from 1970-01-01T00:00:00.000Z to 2026-01-05T00:00:00.000Z; a rehearsal lasts at most 400d.',
    ],
  ])('%j is refused with file and line', (text, message) => {
    const found = mistakes({ 'a.csv': text });

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test('of all files, all mistakes are named, ten of each', () => {
    const rows = Array.from({ length: 13 }, () => 'soon,1').join('\n');
    const found = mistakes({ 'a.csv': `time,${SENT}\n${rows}`, 'b.csv': 'time' }, ['a.csv', 'b.csv', 'none.csv']);

    expect(found).toHaveLength(13);
    expect(found).toEqual(
      expect.arrayContaining([
        'none.csv: there is no such file.',
        "a.csv:2: 'soon' is no time.",
        'a.csv: and 3 more of such lines.',
        expect.stringMatching(/^b\.csv:1: /),
      ]),
    );
  });

  test('a metric for two columns is refused', () => {
    const files = { 'a.csv': '2026-01-05,1,2' };

    expect(mistakes(files, [`a.csv=${SENT}`])).toEqual([
      `a.csv:1: there are 2 columns of values, and '${SENT}' names one.`,
    ]);
  });
});

describe("GetMetricData's answers", () => {
  const result = (more: object) => ({
    ...{ Id: 'm1', Label: 'x', Timestamps: ['2026-01-05T00:01:00Z', '2026-01-05T00:00:00+00:00'], Values: [2, 1] },
    ...{ StatusCode: 'Complete', ...more },
  });
  const answer = (...MetricDataResults: object[]) => ({ MetricDataResults, Messages: [] });
  const query = (Id: string, MetricName = 'NumberOfMessagesSent') => ({
    ...{
      Id,
      MetricStat: {
        Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: 'orders' }] },
      },
    },
  });
  const expected = [
    [
      'AWS/SQS NumberOfMessagesSent orders',
      [
        [1, 2],
        [0, 1],
      ],
    ],
  ];

  test.each<[string, Readonly<Record<string, unknown>>, string[] | undefined]>([
    ['their queries in another file', { 'r.json': answer(result({})), 'q.json': [query('m1')] }, undefined],
    [
      'their queries as the request has them',
      { 'q.json': { MetricDataQueries: [query('m1')] }, 'r.json': answer(result({})) },
      undefined,
    ],
    ['a label', { 'r.json': answer(result({ Label: SENT })) }, undefined],
    ['the command line', { 'r.json': answer(result({})) }, [`r.json=${SENT}`]],
  ])('name their metrics by %s', (_, files, words) => {
    expect(valuesIn(read(files, words))).toEqual(expected);
  });

  test('are found by a label that only one metric has as its name', () => {
    const recording = read({ 'r.json': answer(result({ Label: 'ApproximateAgeOfOldestMessage' })) });

    expect(recording.series[0]?.metric.dimensions).toEqual({ QueueName: 'orders' });
  });

  test('say what of them is left out or missing', () => {
    const { notes } = read({
      'r.json': answer(result({ StatusCode: 'PartialData' }), result({ Id: 'e1' })),
      'q.json': [query('m1'), { Id: 'e1', Expression: 'm1 * 2' }],
    });

    expect(notes).toEqual([
      'r.json:1: m1 is not complete: ask for the next page too.',
      'r.json:1: e1 is an expression, which is computed again; its values are left out.',
    ]);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    [
      "r.json:1: result m1: the label 'NumberOfMessagesSent' names 2 metrics. Give the file of --metric-data-queries to --replay too",
      { 'r.json': answer(result({ Label: 'NumberOfMessagesSent' })) },
    ],
    ["r.json:1: result m1: the label 'x' names no metric.", { 'r.json': answer(result({})) }],
    [
      'r.json:1: result m1: no alarm or graph reads AWS/SQS Sent with { QueueName: orders }.',
      { 'r.json': answer(result({})), 'q.json': [query('m1', 'Sent')] },
    ],
    [
      'r.json:1: result m1: There are not as many Timestamps as Values.',
      { 'r.json': answer(result({ Label: SENT, Values: [] })) },
    ],
    [
      `r.json:1: result m2: m1 has values of ${SENT} already.`,
      { 'r.json': answer(result({ Label: SENT }), result({ Id: 'm2', Label: SENT })) },
    ],
    [
      'r.json:4: result m2: ',
      {
        'r.json': `{"MetricDataResults": [\n${JSON.stringify(result({ Label: SENT }))},\n\n${JSON.stringify(result({ Id: 'm2' }))}]}`,
      },
    ],
    ['r.json: no line has embedded metrics.', { 'r.json': { Metrics: [] } }],
    ['r.json:2: this is no JSON from here on.', { 'r.json': '{"MetricDataResults": [\n' }],
  ])('%s', (message, files) => {
    const found = mistakes(files);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

describe('log lines', () => {
  const line = (minute: number, root: object = { Failed: 1 }, name = 'Failed') =>
    JSON.stringify({
      _aws: {
        Timestamp: (START + minute * MINUTE) * 1000,
        CloudWatchMetrics: [
          { Namespace: 'My Shop', Dimensions: [['Service']], Metrics: [{ Name: name, Unit: 'Count' }] },
        ],
      },
      Service: 'api',
      ...root,
    });

  test.each([
    ['as functions write them', `START\n${line(0)}\n{"level":"info"}\n${line(2, { Failed: [2, 3] })}\n`],
    [
      'as CloudWatch Logs exports them',
      `2026-01-05T00:00:00.000Z ${line(0)}\n2026-01-05T00:02:00.000Z ${line(2, { Failed: [2, 3] })}`,
    ],
    [
      'as filter-log-events answers',
      JSON.stringify(
        { events: [{ message: 'START' }, { message: line(0) }, { message: line(2, { Failed: [2, 3] }) }] },
        null,
        1,
      ),
    ],
    ['as a single one', line(0, { Failed: 1 })],
  ])('are read %s', (_, text) => {
    const [[name, values]] = valuesIn(read({ 'a.log': text })) as [[string, unknown[]]];

    expect(name).toBe('My Shop Failed api');
    expect(values[0]).toEqual([0, 1]);
    expect(values).toHaveLength(text === line(0, { Failed: 1 }) ? 1 : 3);
  });

  test('of which nothing reads some metrics say so', () => {
    const { notes, series } = read({ 'a.log': `${line(0)}\n${line(0, { Other: 1 }, 'Other')}` });

    expect(series).toHaveLength(1);
    expect(notes).toEqual(['a.log: no alarm or graph reads My Shop Other Service=api.']);
  });

  test.each([
    [`${line(0)}\n${line(1).slice(0, -9)}`, 'a.log:2: This is no JSON: '],
    [`\n${line(0, { Failed: 'x' })}`, 'a.log:2: \'Failed\' is no number: "x".'],
    [line(0, { Service: undefined, Failed: 1 }), "a.log:1: The dimension 'Service' has no value."],
    [
      line(0, { Faild: 1 }, 'Faild'),
      "a.log: no alarm or graph reads My Shop Faild with { Service: api }. Did you mean 'My Shop Failed'?",
    ],
    ['START {}\nEND', 'a.log: no line has embedded metrics.'],
  ])('%j is refused with file and line', (text, message) => {
    const found = mistakes({ 'a.log': text });

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
