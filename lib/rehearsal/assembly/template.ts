import { type GivenParameters, Loops } from './for-each';
import { isList, isObject, type Json, type JsonObject, objectIn, textIn } from './json';
import type { Resource } from './resource';
import { generatedFrom, isServerless, SERVERLESS } from './serverless';
import { UnreadableFile } from './unreadable-file';

/** A CloudFormation template with every section present. */
export interface Template {
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly outputs: JsonObject;
  /** Those that a transform generates, too. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The logical ids that stand for `Function.Alias` and the like. */
  readonly generatedIds: ReadonlyMap<string, string>;
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
  const resources = new Map(declared.flatMap(([id, value]) => resourceEntry(id, value)));
  const generated = isServerless(document.Transform)
    ? generatedFrom(resources, objectIn(sections.Globals))
    : { resources: new Map<string, Resource>(), properties: new Map<string, string>() };
  return {
    parameters: objectIn(document.Parameters),
    mappings: objectIn(sections.Mappings),
    conditions: objectIn(sections.Conditions),
    outputs: objectIn(sections.Outputs),
    resources: new Map([...resources, ...generated.resources]),
    generatedIds: generated.properties,
    unread: [
      ...loops.open.map(({ name, reason }) => ({ name, what: 'Fn::ForEach', reason })),
      ...declared
        .filter(([name, value]) => name !== 'Fn::Transform' && textIn(objectIn(value).Type) === undefined)
        .map(([name]) => untyped(name)),
      ...macrosIn(document.Transform).map(macro),
      ...declared.flatMap(([name, value]) =>
        name === 'Fn::Transform'
          ? macrosIn(value).map((each) => included('Resources', each))
          : transformsIn(value).map((each) => included(name, each)),
      ),
    ],
  };
}

/** Transforms that are read here. */
const KNOWN_TRANSFORMS = ['AWS::LanguageExtensions', SERVERLESS];

/** What AWS's own macros add. */
const ADDITIONS: Readonly<Record<string, (parameters: JsonObject) => string>> = {
  'AWS::CodeDeployBlueGreen': () => 'it adds the blue/green deployment of an ECS service, and no alarms',
  'AWS::Include': ({ Location }) => `it adds the contents of ${textIn(Location) ?? 'a file'}, which are not read here`,
  'AWS::SecretsManager-2020-07-23': () => 'it adds a stack with the function that rotates a secret, and no alarms',
  'AWS::SecretsManager-2024-09-16': () => 'it adds a stack with the function that rotates a secret, and no alarms',
  'AWS::ServiceCatalog': () => 'it puts in outputs of provisioned products, and adds no alarms',
};

interface Macro {
  readonly name: string;
  readonly parameters: JsonObject;
}

const macrosIn = (transform: Json | undefined): Macro[] =>
  (isList(transform) ? transform : [transform])
    .flatMap((each): Macro[] => {
      const name = textIn(isObject(each) ? each.Name : each);
      return name === undefined ? [] : [{ name, parameters: objectIn(objectIn(each).Parameters) }];
    })
    .filter(({ name }) => !KNOWN_TRANSFORMS.includes(name));

const macro = ({ name, parameters }: Macro): Unread => ({
  name: 'Transform',
  what: name,
  reason: `a macro: ${ADDITIONS[name]?.(parameters) ?? 'it may add or change alarms at deployment'}`,
});

const transformsIn = (value: Json | undefined): Macro[] => {
  if (isList(value)) return value.flatMap(transformsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'Fn::Transform' ? macrosIn(item) : transformsIn(item),
  );
};

const included = (name: string, { name: macro, parameters }: Macro): Unread => ({
  name,
  what: `Fn::Transform ${macro}`,
  reason: `a macro: ${ADDITIONS[macro]?.(parameters) ?? 'it may change this at deployment'}`,
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
