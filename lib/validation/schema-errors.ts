import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import { nearest } from '../text/nearest';
import type { JsonDocument } from './json-document';
import { isCredential, shown } from './shown';
import type { SourceError } from './source-error';

const compiled = new WeakMap<AnySchemaObject, ValidateFunction>();

/**
 * All errors of a document against a JSON Schema. Messages read '<value> is not <title>': each title of the schema is a noun phrase that
 * says what is right, with an example.
 */
export function schemaErrors(document: JsonDocument, schema: AnySchemaObject): SourceError[] {
  const validate = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, validate);
  if (validate(document.value)) return [];
  const errors = (validate.errors ?? []).filter(isWhole);
  return distinct(errors.filter((error) => !followsFromTypo(error, errors)).map((error) => errorOf(error, document)));
}

function compile(schema: AnySchemaObject): ValidateFunction {
  // required here, since an app that configures Vigil in code should not pay for it on each synth
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, verbose: true }).compile(schema);
}

/** Excludes errors within a choice or a property's name, because the choice and the name have errors of their own. */
const isWhole = (error: ErrorObject): boolean =>
  !error.schemaPath.includes('/oneOf/') && (error.propertyName === undefined || error.keyword === 'propertyNames');

/** Whether a key is missing only because it is misspelt. */
function followsFromTypo(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const missing = wantedKeys(error);
  if (missing.length === 0) return false;
  const typos = errors.filter(
    (other) => other.keyword === 'additionalProperties' && other.instancePath === error.instancePath,
  );
  return typos.some((typo) => missing.includes(meantKey(typo) ?? ''));
}

function wantedKeys({ keyword, params, schema }: ErrorObject): string[] {
  if (keyword === 'required') return [params['missingProperty']];
  if (keyword === 'oneOf') return (schema as { required: string[] }[]).flatMap((choice) => choice.required);
  return [];
}

/** The most similar of the keys that are not given. */
function meantKey({ params, data, parentSchema }: ErrorObject): string | undefined {
  const given = Object.keys(data as object);
  const open = Object.keys(parentSchema?.['properties']).filter((key) => !given.includes(key));
  return nearest(params['additionalProperty'], open);
}

function errorOf(error: ErrorObject, document: JsonDocument): SourceError {
  const { keyword, params, instancePath: pointer, parentSchema = {} } = error;
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema['properties']).join(', ');
    const meant = meantKey(error);
    const advice = meant === undefined ? `Use one of: ${known}.` : `Did you mean "${meant}"?`;
    return { ...document.locateKey(pointer, params['additionalProperty']), message: `unknown key. ${advice}` };
  }
  if (keyword === 'propertyNames') {
    const name = params['propertyName'];
    return {
      ...document.locateKey(pointer, name),
      message: messageFor(JSON.stringify(name), parentSchema['propertyNames']),
    };
  }
  if (keyword === 'required') {
    const key = params['missingProperty'];
    const [example] = choicesOf(parentSchema['properties'][key]);
    return { ...document.locate(pointer), message: `"${key}" is missing. Add for example "${key}": ${example}.` };
  }
  const described = parentSchema as Described;
  // a URL is not a secret where a URL is expected
  const isSecret = isCredential(error.data) && !isCredential(described.examples?.[0]);
  return {
    ...document.locate(pointer),
    message: messageFor(isSecret ? shown(error.data) : document.quoted(pointer), described),
  };
}

interface Described {
  readonly title?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
}

function messageFor(value: string, described: Described): string {
  const choices = choicesOf(described);
  const advice = choices.length === 0 ? '' : ` Write ${described.enum ? '' : 'for example '}${choices.join(' or ')}.`;
  return `${value} is not ${described.title}.${advice}`;
}

const choicesOf = ({ enum: values, examples = [] }: Described): string[] =>
  (values ?? examples.slice(0, 1)).map((value) => JSON.stringify(value));

/** A value that violates several clauses of its schema is one error. */
function distinct(errors: readonly SourceError[]): SourceError[] {
  return [...new Map(errors.map((error) => [`${error.path}: ${error.message}`, error])).values()];
}
