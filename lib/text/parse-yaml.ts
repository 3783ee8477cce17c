import {
  type Document,
  type DocumentOptions,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  type ParseOptions,
  parseDocument,
  type Scalar,
  type SchemaOptions,
  YAMLParseError,
} from 'yaml';

/**
 * Parses YAML. Keys that are given twice are errors, as the parser has them; it compares each key with all before it, which takes a minute
 * for a map of some ten thousand.
 */
export function parseYaml(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): Document.Parsed<ParsedNode> {
  const lineCounter = options.lineCounter ?? new LineCounter();
  const document = parseDocument(text, { ...options, lineCounter, uniqueKeys: false });
  for (const { range } of keysGivenTwice(document)) {
    const [from, to] = range ?? [0, 1];
    const error = new YAMLParseError([from, to], 'DUPLICATE_KEY', 'Map keys must be unique');
    error.linePos = [lineCounter.linePos(from)];
    document.errors.push(error);
  }
  document.errors.sort((one, other) => one.pos[0] - other.pos[0]);
  return document;
}

function keysGivenTwice({ contents }: Document): Scalar[] {
  const found: Scalar[] = [];
  // without recursion, since documents may be nested deeper than the stack is
  const open: unknown[] = [contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isSeq(node)) for (const item of node.items) open.push(item);
    if (!isMap(node)) continue;
    const known = new Set<unknown>();
    for (const { key, value } of node.items) {
      open.push(key, value);
      if (!isScalar(key)) continue;
      if (known.has(key.value)) found.push(key);
      known.add(key.value);
    }
  }
  return found;
}
