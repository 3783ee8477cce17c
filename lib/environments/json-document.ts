import type { Node, ParseError } from 'jsonc-parser';
import type { Fault } from './environment-error';

const SYNTAX: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a key in double quotes has to stand here; or delete the comma before',
  ValueExpected: 'a value has to stand here',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing before this',
  CloseBracketExpected: 'a closing ] is missing before this',
  EndOfFileExpected: 'the file should end before this',
  InvalidCommentToken: 'JSON has no comments; delete it',
  InvalidSymbol: 'this is neither a text in double quotes, a number, true, false nor null',
  UnexpectedEndOfString: 'the closing double quote is missing',
  UnexpectedEndOfNumber: 'the number is cut off',
  InvalidEscapeCharacter: 'the text has a backslash that escapes nothing; write two',
  InvalidUnicode: 'four hexadecimal digits have to follow \\u',
  InvalidCharacter: 'the text has a control character; write it as an escape such as \\t',
};

// required when it is used, since an app that configures Vigil in code should not pay for it on each synth
const parser = () => require('jsonc-parser') as typeof import('jsonc-parser');

/** A JSON text that knows where its values stand. */
export class JsonDocument {
  /** Why the text is not JSON. Only the first reason: the others often follow from it. */
  public readonly syntaxFault?: Fault;
  readonly #root: Node | undefined;

  public constructor(private readonly text: string) {
    const errors: ParseError[] = [];
    this.#root = parser().parseTree(text, errors, { disallowComments: true });
    const [first] = errors;
    if (first !== undefined) {
      const code = parser().printParseErrorCode(first.error);
      this.syntaxFault = { offset: first.offset, message: `this is not JSON: ${SYNTAX[code] ?? code}.` };
    }
  }

  /** The data. Of a key that stands twice in an object, the last counts. */
  public get value(): unknown {
    return JSON.parse(this.text);
  }

  /** Keys that stand twice in an object, of which JSON would silently drop the first. */
  public duplicates(): Fault[] {
    return duplicatesIn(this.#root as Node);
  }

  /** Where a value stands, by its JSON pointer. */
  public place(pointer: string): { readonly offset: number; readonly path: string } {
    return placeOf(this.#node(pointer));
  }

  /** Where a key of an object stands, by the object's JSON pointer. */
  public placeOfKey(pointer: string, key: string): { readonly offset: number; readonly path: string } {
    return placeOf(partsOf(propertyOf(this.#node(pointer), key))[0] as Node);
  }

  /** A value as one would speak of it: as it was written, if it is a short one. */
  public spoken(pointer: string): string {
    const { type, offset, length } = this.#node(pointer);
    return type === 'object' || type === 'array' || length > 60 ? 'this' : this.text.slice(offset, offset + length);
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

function duplicatesIn(node: Node): Fault[] {
  const keys = node.type === 'object' ? partsOf(node).map((property) => partsOf(property)[0] as Node) : [];
  const repeated = keys.filter((key, index) => keys.findIndex((other) => other.value === key.value) < index);
  return [
    ...repeated.map((key) => ({
      ...placeOf(key),
      message: 'this key stands here a second time. Keep one of the two.',
    })),
    ...partsOf(node).flatMap(duplicatesIn),
  ];
}

function placeOf(node: Node): { offset: number; path: string } {
  const steps = parser()
    .getNodePath(node)
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w$-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    });
  return { offset: node.offset, path: steps.join('').replace(/^\./, '') };
}
