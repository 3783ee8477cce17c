const STATE = { enum: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] };
const SEVERITY_NAMES = ['P0', 'P1', 'P2', 'P3', 'unknown'];
/** Texts that YAML may parse as numbers or booleans. */
const TEXTS = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };
/** A single number needs no quotes. */
const VALUES = { type: ['string', 'number', 'array'], format: 'values' };
const DURATION = { type: ['string', 'number'], format: 'duration' };

const about = <Schema extends object>(description: string, schema: Schema) => ({ description, ...schema });
const list = (items: object, more: object = {}) => ({ type: 'array', items, ...more });
const record = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});

const PATH = { type: 'string', minLength: 1 };
const METRIC = {
  metric: about('Namespace, a space, and name, such as AWS/SQS ApproximateAgeOfOldestMessage.', {
    type: 'string',
    format: 'metric',
  }),
  dimensions: about('All dimensions of the metric. A resource without a name has its logical id.', TEXTS),
  account: about('The account that published the metric, where an alarm reads metrics of other accounts.', {
    type: ['string', 'number'],
    format: 'account',
  }),
};
const NOTATION =
  'A value for each interval: 5 once; 5x3 and three times more; 1+2x3 for 1 3 5 7; _ and _x3 for no data.';

/** The shape of a test file; `notation.ts` parses the values of `format`. */
export const TEST_FILE_SCHEMA = record(['tests'], {
  assembly: about('The folder that cdk synth wrote, relative to this file.', PATH),
  template: about('A CloudFormation template, or several, relative to this file.', {
    type: ['string', 'array'],
    minLength: 1,
    items: PATH,
    minItems: 1,
  }),
  parameters: about('The values of template parameters at deployment, by name.', TEXTS),
  readings: about('Readings of what AWS leaves open that expectations have to hold under as well: all, or names.', {
    type: ['string', 'array'],
    format: 'readings',
    items: { type: 'string' },
  }),
  tests: list(
    record(['name', 'expect'], {
      name: about('What is tested.', { type: 'string', minLength: 1 }),
      start: about('The start, with its time zone. Default: 2026-01-05T00:00:00Z, a Monday.', {
        type: 'string',
        format: 'time',
      }),
      interval: about('The time between two values of each series. Default: 1m.', DURATION),
      lasting: about('How long the test lasts at least. It never ends before its series and expectations.', DURATION),
      series: about(
        'The data of the metrics that alarms read.',
        list(
          record(['metric', 'values'], {
            ...METRIC,
            unit: about('A unit of CloudWatch, such as Seconds. Default: none, which alarms on any unit read.', PATH),
            values: about(
              `${NOTATION} [1, 2, 3] are several samples in one interval, [0*38, 1*2] are 38 zeros and 2 ones.`,
              VALUES,
            ),
          }),
        ),
      ),
      bands: about(
        'The bands of anomaly alarms, recorded or assumed.',
        list(
          record(['metric', 'upper', 'lower'], {
            ...METRIC,
            upper: about(NOTATION, VALUES),
            lower: about(NOTATION, VALUES),
          }),
        ),
      ),
      seasonalBands: about("Gives metrics without a band one by a model that is not CloudWatch's. Default: false.", {
        type: 'boolean',
      }),
      given: about('States of alarms before the start. Default: INSUFFICIENT_DATA, as of new alarms.', {
        type: 'object',
        additionalProperties: STATE,
      }),
      expect: about(
        "What alarms have to do, and 'no other alerts'.",
        list(
          {
            if: { type: 'string' },
            // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
            then: { const: 'no other alerts' },
            else: record(['alarm'], {
              alarm: about('The name of an alarm, or an ending of it that no other alarm has.', PATH),
              states: about('States by the time after the start, such as { 10m: OK, 1h30m: ALARM }.', {
                type: 'object',
                propertyNames: { format: 'duration' },
                additionalProperties: STATE,
              }),
              alerts: about('Messages about ALARM over the whole test, by severity, such as { P2: 1 }.', {
                type: 'object',
                propertyNames: { enum: SEVERITY_NAMES },
                additionalProperties: { type: 'integer', minimum: 0 },
              }),
            }),
          },
          { minItems: 1 },
        ),
      ),
    }),
    { minItems: 1 },
  ),
});
