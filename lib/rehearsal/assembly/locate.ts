import { isMap, isNode, isPair, parseDocument } from 'yaml';
import { documentText } from './document';

type Path = readonly (string | number)[];
type OffsetFinder = (path: Path) => number | undefined;

/** The line on which something stands in a file, from 1; of what is not there, that of the nearest thing around it. */
export type LineFinder = (path: Path) => number | undefined;

/** Finds the lines of keys and items in a JSON or YAML file. */
export function lineFinder(file: string): LineFinder {
  const text = documentText(file);
  const offsetOf = /^\s*\{/.test(text) ? jsonOffsets(text) : yamlOffsets(text);
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const offset = offsetOf(path.slice(0, length));
      if (offset !== undefined) return text.slice(0, offset).split('\n').length;
    }
    return undefined;
  };
}

function jsonOffsets(text: string): OffsetFinder {
  // required here, since few runs have anything to locate
  const { findNodeAtLocation, parseTree } = require('jsonc-parser') as typeof import('jsonc-parser');
  const root = parseTree(text);
  return (path) => {
    const node = root && findNodeAtLocation(root, [...path]);
    return node?.parent?.type === 'property' ? node.parent.offset : node?.offset;
  };
}

function yamlOffsets(text: string): OffsetFinder {
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  return (path) => {
    const [around, name] = [document.getIn(path.slice(0, -1), true), path.at(-1)];
    const pairs = isMap(around) ? around.items.filter(isPair) : [];
    const key = pairs.map((pair) => pair.key).find((each) => isNode(each) && String(each) === String(name));
    const node = key ?? document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  };
}
