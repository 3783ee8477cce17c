import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DeployedStack } from './deployed-stack';
import { readDocument } from './document';
import type { GivenParameters } from './for-each';
import { isObject, objectIn, textIn } from './json';
import type { Resource } from './resource';
import { templateIn } from './template';

/** Resources that are stacks, with the property that says where their template is. */
const TEMPLATE_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

export const NESTED_STACKS: readonly string[] = Object.keys(TEMPLATE_PROPERTIES);

/** The file of the template of a nested stack, if it is here. */
export type TemplateFileFinder = (resource: Resource, stack: DeployedStack) => string | undefined;

/** A stack and all that are nested in it. */
export function withNested(stack: DeployedStack, fileOf: TemplateFileFinder): DeployedStack[] {
  const nested = [...stack.template.resources].flatMap(([logicalId, resource]) => {
    if (!NESTED_STACKS.includes(resource.type)) return [];
    const file = fileOf(resource, stack);
    return file === undefined || isWithin(stack, file) ? [] : [readNested(stack, logicalId, resource, file)];
  });
  return [stack, ...nested.flatMap((child) => withNested(child, fileOf))];
}

/** By a path that is relative to the template, as it stands there before it is packaged. */
export const fileByPath: TemplateFileFinder = ({ type, properties }, { file }) => {
  const path = textIn(properties[TEMPLATE_PROPERTIES[type] ?? '']);
  if (path === undefined || /^[a-z]\w+:\/\//i.test(path)) return undefined;
  const found = resolve(dirname(file), path);
  return existsSync(found) && statSync(found).isFile() ? found : undefined;
};

function readNested(parent: DeployedStack, logicalId: string, resource: Resource, file: string): DeployedStack {
  const { content, bytes } = readDocument(file);
  return {
    ...parent,
    name: `${parent.name}-${logicalId}`,
    path: `${parent.path}/${logicalId}`,
    file,
    bytes,
    template: templateIn(content, file, literalsIn(resource)),
    parent: { stack: parent, logicalId },
  };
}

/** The parameters that the parent gives as they are. */
const literalsIn = ({ properties }: Resource): GivenParameters =>
  Object.fromEntries(
    Object.entries(objectIn(properties.Parameters)).flatMap(([name, value]) =>
      isObject(value) || textIn(value) === undefined ? [] : [[name, textIn(value) as string]],
    ),
  );

/** Whether a stack would contain itself. */
const isWithin = (stack: DeployedStack, file: string): boolean =>
  stack.file === file || (stack.parent !== undefined && isWithin(stack.parent.stack, file));
