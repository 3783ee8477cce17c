import { type GivenParameters, Loops } from './for-each';
import { isList, isObject, type Json, type JsonObject, objectIn, textIn } from './json';
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
  /** What is declared and cannot be read: entries without a type, loops over what only deployment knows, macros. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  /** A logical id, the name of a loop, or `Transform`. */
  readonly name: string;
  readonly what: string;
  readonly reason: string;
}

const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Conditions', 'Description', 'Mappings', 'Metadata', 'Outputs', 'Parameters'],
  ...['Resources', 'Rules', 'Transform'],
];

/**
 * @param given for the parameters of the template, which decide what its loops make
 * @throws UnreadableFile if the document is not a CloudFormation template
 */
export function templateIn(document: Json, file: string, given: GivenParameters = {}): Template {
  // a stack without resources, as CDK writes it, has other sections or none
  const isEmpty = isObject(document) && Object.keys(document).every((key) => SECTIONS.includes(key));
  if (!isObject(document) || !(isObject(document.Resources) || isEmpty)) {
    throw new UnreadableFile(file, "this is not a CloudFormation template: it has no 'Resources'.");
  }
  const loops = new Loops(objectIn(document.Parameters), given);
  const sections = objectIn(loops.expand({ ...document, Parameters: undefined }));
  const declared = Object.entries(objectIn(sections.Resources));
  return {
    parameters: objectIn(document.Parameters),
    mappings: objectIn(sections.Mappings),
    conditions: objectIn(sections.Conditions),
    outputs: objectIn(sections.Outputs),
    resources: new Map(declared.flatMap(([id, value]) => resourceEntry(id, value))),
    unread: [
      ...loops.open.map(({ name, reason }) => ({ name, what: 'Fn::ForEach', reason })),
      ...declared.filter(([, value]) => textIn(objectIn(value).Type) === undefined).map(([name]) => untyped(name)),
      ...macrosIn(document.Transform).map(macro),
      ...declared
        .filter(([, value]) => JSON.stringify(value).includes('"Fn::Transform"'))
        .map(([name]) => included(name)),
    ],
  };
}

/** Transforms that are read here. */
const KNOWN_TRANSFORMS = ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'];

const macrosIn = (transform: Json | undefined): string[] =>
  (isList(transform) ? transform : [transform])
    .flatMap((each) => textIn(isObject(each) ? each.Name : each) ?? [])
    .filter((name) => !KNOWN_TRANSFORMS.includes(name));

const macro = (name: string): Unread => ({
  name: 'Transform',
  what: name,
  reason: 'a macro, which may add or change alarms at deployment',
});
const included = (name: string): Unread => ({
  name,
  what: 'Fn::Transform',
  reason: 'a macro, which may change it at deployment',
});
const untyped = (name: string): Unread => ({ name, what: 'Type', reason: 'it has no type, so it is not read' });

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
