// Templates of a cloud assembly, and what differs between those of two.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.template.json';

/** By the name of their stack, without what depends on how CDK refers to another region. */
export function templatesIn(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(SUFFIX));
  const templates = Object.fromEntries(
    files.map((file) => [file.slice(0, -SUFFIX.length), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
  return follow(templates, templates);
}

/** Replaces each reference to another region by what it refers to there. */
function follow(value, templates) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => follow(each, templates));
  const { StackName, OutputName } = value['Fn::GetStackOutput'] ?? {};
  if (OutputName !== undefined) return { elsewhere: templates[StackName].Outputs[OutputName].Value };
  const [id, name] = [value['Fn::GetAtt'] ?? []].flat();
  if (/^ExportsReader/.test(id)) return { elsewhere: exportsIn(templates)[name] };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, follow(each, templates)]));
}

const exportsIn = (templates) =>
  Object.assign({}, ...resourcesIn(templates).map(({ Properties }) => Properties?.WriterProps?.exports));

export const resourcesIn = (templates) => Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));

/** Each difference as `{ path, before, after }`, with a path such as `Shop.Resources.Queue4A7E3555.Properties.KmsKeyId`. */
export function differences(before, after, path = []) {
  const areBoth = (test) => test(before) && test(after);
  const isObject = (value) => typeof value === 'object' && value !== null;
  if (!areBoth(isObject) || Array.isArray(before) !== Array.isArray(after)) {
    return before === after ? [] : [{ path: path.join('.'), before, after }];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
}
