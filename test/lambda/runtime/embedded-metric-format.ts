import Ajv from 'ajv';
import type { Json } from './standard-output';

const name = { type: 'string', minLength: 1, maxLength: 255 };

/** The schema of the embedded metric format's specification, with the narrower limits of CloudWatch where it is wider. */
const SCHEMA = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer', minimum: 0 },
        CloudWatchMetrics: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: name,
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: { type: 'array', maxItems: 30, uniqueItems: true, items: name },
              },
              Metrics: {
                type: 'array',
                minItems: 1,
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  additionalProperties: false,
                  properties: { Name: name, Unit: { type: 'string' }, StorageResolution: { enum: [1, 60] } },
                },
              },
            },
          },
        },
      },
    },
  },
};

const conforms = new Ajv().compile(SCHEMA);

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

export interface Datum {
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Json;
  readonly value: number;
}

/** What CloudWatch reads from a record; throws where it would find a fault. */
export function dataOf(record: Json): Datum[] {
  if (!conforms(record)) throw new Error(JSON.stringify(conforms.errors));
  const { CloudWatchMetrics } = record['_aws'] as { CloudWatchMetrics: Directive[] };
  const names = CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  if (new Set(names).size < names.length || names.length > 100) throw new Error(`too many metrics: ${names}`);
  return CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((set) => {
      const dimensions = Object.fromEntries(set.map((dimension) => [dimension, textOf(record[dimension])]));
      return Metrics.flatMap(({ Name, Unit }) =>
        numbersOf(record[Name]).map((value) => ({ name: Name, unit: Unit, dimensions, value })),
      );
    }),
  );
}

/** Of a record in which each metric has one value. */
export const dataByName = (record: Json): Record<string, number> =>
  Object.fromEntries(dataOf(record).map(({ name, value }) => [name, value]));

function textOf(value: unknown): string {
  if (typeof value !== 'string' || !/^[ -~]{1,1024}$/.test(value) || value.trim() === '') {
    throw new Error(`no dimension value: ${value}`);
  }
  return value;
}

function numbersOf(value: unknown): number[] {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || values.length > 100 || values.some((one) => typeof one !== 'number')) {
    throw new Error(`no metric values: ${JSON.stringify(value)}`);
  }
  return values;
}
