import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';
import type { Json } from '../../assembly/json';

/** Undefined if a text is no JSON. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The line, from 1, on which a text stops being JSON. */
export function lineOfProblem(text: string): number {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return text.slice(0, errors[0]?.offset ?? text.length).split('\n').length;
}

/** Finds the lines, from 1, on which values stand in a JSON text. */
export function jsonLines(text: string): (path: readonly (string | number)[]) => number | undefined {
  const root = parseTree(text);
  return (path) => {
    const node = root && findNodeAtLocation(root, [...path]);
    return node && text.slice(0, node.offset).split('\n').length;
  };
}
