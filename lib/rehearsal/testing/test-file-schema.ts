const STATE = { enum: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] };
const SEVERITY_NAMES = ['P0', 'P1', 'P2', 'P3', 'unknown'];
/** Texts that YAML may parse as numbers or booleans. */
const TEXTS = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };
/** A single number needs no quotes. */
const VALUES = { type: ['string', 'number', 'array'], format: 'values' };
const ACCOUNT = { type: ['string', 'number'], format: 'account' };
const DURATION = { type: ['string', 'number'], format: 'duration' };

const list = (items: object, more: object = {}) => ({ type: 'array', items, ...more });
const record = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});

/** The shape of a test file; `notation.ts` parses the values of `format`. */
export const TEST_FILE_SCHEMA = record(['tests'], {
  assembly: { type: 'string', minLength: 1 },
  template: { type: ['string', 'array'], minLength: 1, items: { type: 'string', minLength: 1 }, minItems: 1 },
  parameters: TEXTS,
  readings: { type: ['string', 'array'], format: 'readings', items: { type: 'string' } },
  tests: list(
    record(['name', 'expect'], {
      name: { type: 'string', minLength: 1 },
      start: { type: 'string', format: 'time' },
      interval: DURATION,
      lasting: DURATION,
      series: list(
        record(['metric', 'values'], {
          metric: { type: 'string', format: 'metric' },
          dimensions: TEXTS,
          account: ACCOUNT,
          unit: { type: 'string', minLength: 1 },
          values: VALUES,
        }),
      ),
      bands: list(
        record(['metric', 'upper', 'lower'], {
          metric: { type: 'string', format: 'metric' },
          dimensions: TEXTS,
          account: ACCOUNT,
          upper: VALUES,
          lower: VALUES,
        }),
      ),
      seasonalBands: { type: 'boolean' },
      given: { type: 'object', additionalProperties: STATE },
      expect: list(
        {
          if: { type: 'string' },
          // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
          then: { const: 'no other alerts' },
          else: record(['alarm'], {
            alarm: { type: 'string', minLength: 1 },
            states: { type: 'object', propertyNames: { format: 'duration' }, additionalProperties: STATE },
            alerts: {
              type: 'object',
              propertyNames: { enum: SEVERITY_NAMES },
              additionalProperties: { type: 'integer', minimum: 0 },
            },
          }),
        },
        { minItems: 1 },
      ),
    }),
    { minItems: 1 },
  ),
});
