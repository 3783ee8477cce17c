import { isObject, type Json, type JsonObject, objectIn, textIn } from './json';
import { UnreadableFile } from './unreadable-file';

export interface Resource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
  /** It exists only if this condition holds. */
  readonly condition?: string;
}

/** A CloudFormation template with every section present. */
export interface Template {
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly outputs: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
}

const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Conditions', 'Description', 'Mappings', 'Metadata', 'Outputs', 'Parameters'],
  ...['Resources', 'Rules', 'Transform'],
];

/** @throws UnreadableFile if the document is not a CloudFormation template */
export function templateIn(document: Json, file: string): Template {
  // a stack without resources, as CDK writes it, has other sections or none
  const isEmpty = isObject(document) && Object.keys(document).every((key) => SECTIONS.includes(key));
  if (!isObject(document) || !(isObject(document.Resources) || isEmpty)) {
    throw new UnreadableFile(file, "this is not a CloudFormation template: it has no 'Resources'.");
  }
  return {
    parameters: objectIn(document.Parameters),
    mappings: objectIn(document.Mappings),
    conditions: objectIn(document.Conditions),
    outputs: objectIn(document.Outputs),
    resources: new Map(Object.entries(objectIn(document.Resources)).flatMap(([id, value]) => resourceEntry(id, value))),
  };
}

function resourceEntry(id: string, value: Json | undefined): [string, Resource][] {
  const { Type, Properties, Metadata, Condition } = objectIn(value);
  const resource = {
    type: textIn(Type) ?? '',
    properties: objectIn(Properties),
    metadata: objectIn(Metadata),
    condition: textIn(Condition),
  };
  return resource.type === '' ? [] : [[id, resource]];
}
