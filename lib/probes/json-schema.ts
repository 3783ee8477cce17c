import type { ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

const compiled = new WeakMap<Schema, ValidateFunction>();

/** Compiles a JSON Schema of draft 7, or of 2020-12 if it says so. @throws if it is none */
export function compileSchema(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  // required here: few checks have one
  const { Ajv } = require('ajv') as typeof import('ajv');
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  const isNew = `${schema['$schema'] ?? ''}`.includes('2020-12');
  const { $id: _id, ...anonymous } = schema;
  const validate = new (isNew ? Ajv2020 : Ajv)({ strict: false, validateFormats: false, logger: false }).compile(
    anonymous,
  );
  compiled.set(schema, validate);
  return validate;
}

/** The clause of the schema that an answer violates; undefined if it matches. */
export function schemaDifference(schema: Schema, value: unknown): string | undefined {
  const validate = compileSchema(schema);
  return validate(value) ? undefined : validate.errors?.[0]?.schemaPath;
}
