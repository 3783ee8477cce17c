import type { ParseError } from 'jsonc-parser';
import type { SourceError } from './source-error';

const SYNTAX: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'expected a key in double quotes; or delete the comma before',
  ValueExpected: 'expected a value',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing before this',
  CloseBracketExpected: 'a closing ] is missing before this',
  EndOfFileExpected: 'the file should end before this',
  InvalidCommentToken: 'JSON has no comments; delete it',
  InvalidSymbol: 'expected a text in double quotes, a number, true, false or null',
  UnexpectedEndOfString: 'the closing double quote is missing',
  UnexpectedEndOfNumber: 'the number is cut off',
  InvalidEscapeCharacter: 'the text has a single backslash; write two',
  InvalidUnicode: 'four hexadecimal digits have to follow \\u',
  InvalidCharacter: 'the text has a control character; write it as an escape such as \\t',
};

// required when it is used, since an app that configures Vigil in code should not pay for it on each synth
const parser = () => require('jsonc-parser') as typeof import('jsonc-parser');

/** All that keeps a text from being JSON: the first error of each line, since others often follow from it. */
export function syntaxErrorsOf(text: string): SourceError[] {
  const { straight, offsets } = straightened(text);
  const errors: ParseError[] = [];
  parser().parseTree(straight, errors, { disallowComments: true });
  const lines = new Set<number>();
  const first = errors.filter(({ offset }) => {
    const line = lineOf(text, offset);
    return !lines.has(line) && lines.add(line);
  });
  return [...typographicQuotes(text, offsets), ...first.map((error) => syntaxError(error, straight))];
}

function syntaxError({ error, offset }: ParseError, text: string): SourceError {
  const code = parser().printParseErrorCode(error);
  const key = /"(\w+)\s*:\s*"$/.exec(text.slice(0, offset).trimEnd());
  if (key !== null) {
    return {
      offset: key.index,
      message: `this is not JSON: the closing double quote of the key is missing; write "${key[1]}":`,
    };
  }
  return { offset, message: `this is not JSON: ${SYNTAX[code] ?? code}.` };
}

/** What word processors put for double quotes. */
const TYPOGRAPHIC = /[\u201C-\u201F\u2033\u2036\u00AB\u00BB]/;

/** The text with straight quotes for typographic ones, except for those within texts. */
function straightened(text: string) {
  const offsets: number[] = [];
  const straight = text.replace(/"(?:\\.|[^"\\\n])*"|[\u201C-\u201F\u2033\u2036\u00AB\u00BB]/g, (token, offset) => {
    if (!TYPOGRAPHIC.test(token) || token.length > 1) return token;
    offsets.push(offset);
    return '"';
  });
  return { straight, offsets };
}

function typographicQuotes(text: string, [first, ...others]: readonly number[]): SourceError[] {
  if (first === undefined) return [];
  const own = lineOf(text, first);
  const lines = [...new Set(others.map((offset) => lineOf(text, offset)))].filter((line) => line !== own);
  const also = lines.length === 0 ? '' : `, also in line${lines.length === 1 ? '' : 's'} ${ranges(lines)}`;
  return [{ offset: first, message: `this is not JSON: ${text[first]} is a typographic quote; write "${also}.` }];
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `3, 6-8` */
function ranges(lines: readonly number[]): string {
  const found: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else found.push([line, line]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
