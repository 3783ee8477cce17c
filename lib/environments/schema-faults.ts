import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../vigil.schema.json';
import { nearest } from '../text/nearest';
import { isCredential, shown } from '../validation/shown';
import type { Fault } from './environment-error';
import type { JsonDocument } from './json-document';

let validate: ValidateFunction | undefined;

/** Everything in which a document differs from the schema. */
export function schemaFaults(document: JsonDocument): Fault[] {
  validate ??= compile();
  if (validate(document.value)) return [];
  const errors = (validate.errors ?? []).filter(isWhole);
  return distinct(errors.filter((error) => !followsFromTypo(error, errors)).map((error) => faultOf(error, document)));
}

function compile(): ValidateFunction {
  // required here, since an app that configures Vigil in code should not pay for it on each synth
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ strict: true, allErrors: true, verbose: true }).compile(schema);
}

/** Not what failed within a choice or about a property's name: the choice and the name are faults of their own. */
const isWhole = (error: ErrorObject): boolean =>
  !error.schemaPath.includes('/oneOf/') && (error.propertyName === undefined || error.keyword === 'propertyNames');

/** What is missing only because its key is misspelt. */
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

/** For an unknown key: the one that was probably meant, out of those not given. */
function meantKey({ params, data, parentSchema }: ErrorObject): string | undefined {
  const given = Object.keys(data as object);
  const open = Object.keys(parentSchema?.['properties']).filter((key) => !given.includes(key));
  return nearest(params['additionalProperty'], open);
}

function faultOf(error: ErrorObject, document: JsonDocument): Fault {
  const { keyword, params, instancePath: pointer, parentSchema = {} } = error;
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema['properties']).join(', ');
    const meant = meantKey(error);
    const advice = meant === undefined ? `Here may stand: ${known}.` : `Did you mean "${meant}"?`;
    return { ...document.placeOfKey(pointer, params['additionalProperty']), message: `unknown key. ${advice}` };
  }
  if (keyword === 'propertyNames') {
    const name = params['propertyName'];
    return {
      ...document.placeOfKey(pointer, name),
      message: says(JSON.stringify(name), parentSchema['propertyNames']),
    };
  }
  if (keyword === 'required') {
    const key = params['missingProperty'];
    const [example] = choicesOf(parentSchema['properties'][key]);
    return { ...document.place(pointer), message: `"${key}" is missing. Add for example "${key}": ${example}.` };
  }
  const described = parentSchema as Described;
  // an address is no secret where an address is expected
  const isSecret = isCredential(error.data) && !isCredential(described.examples?.[0]);
  return {
    ...document.place(pointer),
    message: says(isSecret ? shown(error.data) : document.spoken(pointer), described),
  };
}

interface Described {
  readonly title?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
}

function says(value: string, described: Described): string {
  const choices = choicesOf(described);
  const advice = choices.length === 0 ? '' : ` Write ${described.enum ? '' : 'for example '}${choices.join(' or ')}.`;
  return `${value} is not ${described.title}.${advice}`;
}

const choicesOf = ({ enum: values, examples = [] }: Described): string[] =>
  (values ?? examples.slice(0, 1)).map((value) => JSON.stringify(value));

/** A value that breaks several clauses of its description is one fault. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.path}: ${fault.message}`, fault])).values()];
}
