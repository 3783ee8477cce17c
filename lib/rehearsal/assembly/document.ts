import { readFileSync, statSync } from 'node:fs';
import { isNode, isScalar, type Node, Pair, Scalar, type ScalarTag, type Tags, visit, YAMLMap } from 'yaml';
import { parseYaml } from '../../text/parse-yaml';
import { yamlErrorText } from '../../text/yaml-error-text';
import { keepDigits } from '../../text/yaml-numbers';
import type { Json } from './json';
import { UnreadableFile } from './unreadable-file';

interface Document {
  readonly content: Json;
  readonly bytes: number;
}

/**
 * Reads JSON or YAML, with CloudFormation's short tags.
 *
 * @throws UnreadableFile with the position of the first error
 */
export function readDocument(file: string): Document {
  const text = documentText(file);
  const content = parse(text, file);
  const problem = problemOf(content);
  if (problem !== undefined) throw new UnreadableFile(file, problem);
  return { content, bytes: Buffer.byteLength(text) };
}

/** The text of a file, UTF-8 or UTF-16 with a byte order mark. @throws UnreadableFile */
export function documentText(file: string): string {
  const size = sizeOf(file);
  if (size === undefined) throw new UnreadableFile(file, 'this is a device, not a file.');
  if (size > MOST_BYTES) {
    const megabytes = Math.round(size / 1e6);
    throw new UnreadableFile(file, `it has ${megabytes} MB, but at most ${MOST_BYTES / 1e6} MB are read.`);
  }
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'this is a folder, not a file' };
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UnreadableFile(file, `${reasons[code] ?? `it cannot be read (${code})`}.`);
  }
}

/** Undefined for a device, which may never end. What cannot be looked at cannot be read either, for the same reason. */
function sizeOf(file: string): number | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isCharacterDevice() || found?.isBlockDevice() ? undefined : (found?.size ?? 0);
}

/** CloudFormation takes 1 MB for a template; manifests of large apps have several. */
const MOST_BYTES = 100_000_000;
/** Far more than any template needs: `Fn::Join` and other functions are two levels each. */
const MOST_LEVELS = 200;
/** Of a template of 1 MB, each value having two characters. YAML's aliases write more in less. */
const MOST_VALUES = 1_000_000;

/** Why a document cannot be used. It is walked without recursion, which a deep one would break, as would one that contains itself. */
function problemOf(content: Json): string | undefined {
  let level: Json[] = [content];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return `its values are nested more than ${MOST_LEVELS} levels deep.`;
    values += level.length;
    if (values > MOST_VALUES) return `it has more than ${MOST_VALUES} values.`;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as Json[]).filter(isJson) : [],
    );
  }
  return undefined;
}

const isJson = (value: Json | undefined): value is Json => value !== undefined;

const ENCODINGS: readonly { readonly mark: readonly number[]; readonly name: string }[] = [
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
];

/** Without its byte order mark. */
function decoded(bytes: Buffer): string {
  const { name } = ENCODINGS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte)) ?? {
    name: 'utf-8',
  };
  return new TextDecoder(name).decode(bytes);
}

/** Twice what CloudFormation takes; reading YAML takes a second for each million characters. */
const MOST_YAML = 2_000_000;

function parse(text: string, file: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (text.length > MOST_YAML) {
      const size = `${Math.round(text.length / 1e6)} MB`;
      throw new UnreadableFile(
        file,
        `this is not JSON: ${(error as Error).message}. A file of ${size} is read as JSON only.`,
      );
    }
    // YAML includes JSON, and its parser locates errors
    return fromYaml(text, file);
  }
}

function fromYaml(text: string, file: string): Json {
  const document = parseYaml(text, { logLevel: 'silent', version: '1.1', customTags });
  const [error] = document.errors;
  if (error !== undefined) {
    const [what = 'it is neither JSON nor YAML'] = error.message.split(/ at line \d+/);
    const [position] = error.linePos ?? [];
    throw new UnreadableFile(
      file,
      `${yamlErrorText(what)}.`,
      position && { line: position.line, column: position.col },
    );
  }
  try {
    return expanded(document);
  } catch (error) {
    // such as aliases that would expand without end
    throw new UnreadableFile(file, `${yamlErrorText((error as Error).message)}.`);
  }
}

function expanded(document: ReturnType<typeof parseYaml>): Json {
  visit(document, {
    Pair: (_, { key }) => (isScalar(key) ? keepText(key) : undefined),
    Scalar: (_, scalar) => keepDigits(scalar),
  });
  visit(document, { Node: (_, node) => expandShortTag(node) });
  return (document.toJS() ?? null) as Json;
}

const booleanTag = (value: boolean, test: RegExp): ScalarTag => ({
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: (each) => each === value,
  test,
  resolve: () => new Scalar(value),
});

/** CloudFormation reads YAML 1.1, but no dates (as the version of a template is), no numbers to the base of 60, and `y` and `n` as texts. */
const customTags = (tags: Tags): Tags => [
  booleanTag(true, /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/),
  booleanTag(false, /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/),
  ...tags.filter(
    (tag) =>
      typeof tag === 'string' || !(/:(bool|timestamp)$/.test(tag.tag) || ('format' in tag && tag.format === 'TIME')),
  ),
];

/** A key is a text, `On` and `1` too. */
function keepText(key: Scalar): void {
  if (key.source !== undefined && key.type === 'PLAIN' && key.source !== '<<') key.value = key.source;
}

const WITHOUT_PREFIX = ['Ref', 'Condition'];

/** `!Sub x` is short for `Fn::Sub: x`. */
function expandShortTag(node: unknown): Node | undefined {
  if (!isNode(node)) return undefined;
  const name = /^!(\w+)$/.exec(node.tag ?? '')?.[1];
  if (name === undefined) return undefined;
  node.tag = undefined;
  const map = new YAMLMap();
  map.add(new Pair(new Scalar(WITHOUT_PREFIX.includes(name) ? name : `Fn::${name}`), node));
  return map;
}
