import { readFileSync } from 'node:fs';
import {
  isNode,
  isScalar,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
  YAMLMap,
} from 'yaml';
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
  return { content: parse(text, file), bytes: Buffer.byteLength(text) };
}

/** The text of a file, UTF-8 or UTF-16 with a byte order mark. @throws UnreadableFile */
export function documentText(file: string): string {
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'this is a folder, not a file' };
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UnreadableFile(file, `${reasons[code] ?? `it cannot be read (${code})`}.`);
  }
}

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
    return parseYaml(text, file);
  }
}

function parseYaml(text: string, file: string): Json {
  const document = parseDocument(text, { logLevel: 'silent', version: '1.1', customTags });
  const [error] = document.errors;
  if (error !== undefined) {
    const [what = 'it is neither JSON nor YAML'] = error.message.split(/ at line \d+/);
    const [position] = error.linePos ?? [];
    throw new UnreadableFile(file, `${what}.`, position && { line: position.line, column: position.col });
  }
  visit(document, {
    Pair: (_, { key }) => (isScalar(key) ? keepText(key) : undefined),
    Scalar: (_, scalar) => keepDigits(scalar),
  });
  visit(document, { Node: (_, node) => expandShortTag(node) });
  try {
    return (document.toJS() ?? null) as Json;
  } catch (error) {
    // such as aliases that would expand without end
    throw new UnreadableFile(file, `${(error as Error).message}.`);
  }
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
