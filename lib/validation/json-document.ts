import type { Node } from 'jsonc-parser';
import { syntaxErrorsOf } from './json-syntax';
import type { SourceError } from './source-error';

// required when it is used, since an app that configures Vigil in code should not pay for it on each synth
const parser = () => require('jsonc-parser') as typeof import('jsonc-parser');

/** A JSON text with the locations of its values. */
export class JsonDocument {
  /** Why the text is not JSON. With any, nothing else of the document can be read. */
  public readonly syntaxErrors: readonly SourceError[];
  readonly #root: Node | undefined;

  public constructor(private readonly text: string) {
    this.syntaxErrors = syntaxErrorsOf(text);
    this.#root = parser().parseTree(text, [], { disallowComments: true });
  }

  /** The data. Of a duplicate key, the last value counts. */
  public get value(): unknown {
    return JSON.parse(this.text);
  }

  /** Duplicate keys, of which JSON.parse would drop all but the last. */
  public duplicates(): SourceError[] {
    return duplicatesIn(this.#root as Node);
  }

  /** The location of a value, by its JSON pointer. */
  public locate(pointer: string): { readonly offset: number; readonly path: string } {
    return locationOf(this.#node(pointer));
  }

  /** The location of a key, by the JSON pointer of its object. */
  public locateKey(pointer: string, key: string): { readonly offset: number; readonly path: string } {
    return locationOf(partsOf(propertyOf(this.#node(pointer), key))[0] as Node);
  }

  /** A value as it is written. */
  public source(pointer: string): string {
    const { offset, length } = this.#node(pointer);
    return this.text.slice(offset, offset + length);
  }

  /** A value in a message: as written if it is short. */
  public quoted(pointer: string): string {
    const { type, length } = this.#node(pointer);
    return type === 'object' || type === 'array' || length > 60 ? 'this' : this.source(pointer);
  }

  #node(pointer: string): Node {
    const segments = pointer.split('/').slice(1);
    return segments.reduce((node, segment) => {
      const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
      return partsOf(node.type === 'array' ? node : propertyOf(node, key))[
        node.type === 'array' ? Number(key) : 1
      ] as Node;
    }, this.#root as Node);
  }
}

const partsOf = (node: Node): readonly Node[] => node.children ?? [];

function propertyOf(object: Node, key: string): Node {
  return partsOf(object).findLast((property) => partsOf(property)[0]?.value === key) as Node;
}

function duplicatesIn(node: Node): SourceError[] {
  const keys = node.type === 'object' ? partsOf(node).map((property) => partsOf(property)[0] as Node) : [];
  const repeated = keys.filter((key, index) => keys.findIndex((other) => other.value === key.value) < index);
  return [
    ...repeated.map((key) => ({
      ...locationOf(key),
      message: 'this key is a duplicate. Keep one of the two.',
    })),
    ...partsOf(node).flatMap(duplicatesIn),
  ];
}

function locationOf(node: Node): { offset: number; path: string } {
  const steps = parser()
    .getNodePath(node)
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w$-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    });
  return { offset: node.offset, path: steps.join('').replace(/^\./, '') };
}
