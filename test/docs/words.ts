import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files of the repository below a folder, by how their names end. */
export const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file))
    .sort();

/** The first column of the table in CONTRIBUTING, without what stands in brackets. */
const [, list = ''] = /^## Words$([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? [];
export const WORDS = [...list.matchAll(/^\| (?!not )(\w[^|]*?) +\|/gm)].flatMap(([, cell = '']) =>
  cell
    .replace(/ \(.*\)/, '')
    .trim()
    .split(', '),
);
const PATTERN = new RegExp(`\\b(${WORDS.join('|')})\\b`, 'i');

/** Files with such a word anywhere: the others need not be parsed. */
export const suspects = (folder: string, ending: string): string[] =>
  filesBelow(folder, ending).filter((file) => PATTERN.test(read(file)));

/** A text of a file, with the line where it begins. */
export interface Text {
  readonly line: number;
  readonly text: string;
}

/** Line by line, as `file:line: word`. What is in backticks is code. */
export const found = (file: string, texts: readonly Text[]): string[] =>
  texts.flatMap(({ line, text }) =>
    text
      .replaceAll(/`[^`\n]*`/g, '')
      .split('\n')
      .flatMap((each, index) => {
        const word = PATTERN.exec(each)?.[0];
        return word === undefined ? [] : [`${file}:${line + index}: ${word}`];
      }),
  );

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isLiteralExpression(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddleOrTemplateTail(node) ||
  ts.isJsxText(node);

/** What is written for people in a file of TypeScript or JavaScript: its comments, and its texts of several words. */
export function textsOf(source: string, name = 'x.ts'): Text[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest);
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  const texts: Text[] = [];
  const code = source.split('');
  const visit = (node: ts.Node): void => {
    if (isText(node)) {
      if (/\s/.test(node.text.trim())) texts.push({ line: lineOf(node.getStart(file)), text: node.text });
      code.fill(' ', node.getStart(file), node.getEnd());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // without its literals, which may look like comments
  const comments = code.join('').matchAll(/\/\/.*|\/\*[\s\S]*?\*\//g);
  return [...texts, ...[...comments].map(({ 0: text, index }) => ({ line: lineOf(index), text }))];
}

/** The titles of tests in a file: what `test` and `describe` are given first, plain or by a table. */
export function titlesOf(source: string): Text[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest);
  const titles: Text[] = [];
  const visit = (node: ts.Node): void => {
    const title =
      ts.isCallExpression(node) && /^(test|describe)\b/.test(node.expression.getText(file)) && node.arguments[0];
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      titles.push({
        line: file.getLineAndCharacterOfPosition(title.getStart(file)).line + 1,
        text: title.getText(file).slice(1, -1),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}
