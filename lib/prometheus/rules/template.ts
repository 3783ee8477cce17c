import type { Labels } from '../labels';
import { stringOf } from '../promql/literals';
import { isTruthy, TEMPLATE_FUNCTIONS, type TemplateValue, textOf } from './template-functions';

/** What a template can refer to. */
export interface TemplateData {
  readonly labels: Labels;
  readonly value: number;
  /** @default - none */
  readonly externalLabels?: Labels;
  readonly externalUrl?: string;
}

type Evaluate = (data: TemplateData) => TemplateValue;

/** A template of a label or an annotation, ready to be rendered. */
export type Template = (data: TemplateData) => string;

/** A template that cannot be read. */
export class TemplateError extends Error {}

/** A template that Prometheus can render, and that is not rendered here. */
export class UnsupportedTemplate extends TemplateError {}

const ACTION = /\{\{(- )?((?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*?)( -)?\}\}/g;
const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|`[^`]*`)|([-+]?\d[\w.+-]*)|(\$?[A-Za-z_]\w*|\$)?((?:\.\w+)+|\.)?|)\s*([|()]|:=)?/y;

interface Piece {
  readonly text: string;
  /** What stands between braces. @default - it is text */
  readonly action?: string;
}

/** Reads a template of Go as far as rules use it: values, pipelines, functions, `if`. @throws TemplateError */
export function parseTemplate(text: string): Template {
  const pieces = piecesOf(text);
  const [template, rest] = block(pieces, 0, []);
  if (rest < pieces.length) throw new TemplateError(`unexpected {{ ${pieces[rest]?.action} }}`);
  return template;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  let trims = false;
  const addText = (part: string): void => {
    const plain = trims ? part.trimStart() : part;
    if (plain !== '') pieces.push({ text: plain });
  };
  for (const match of text.matchAll(ACTION)) {
    const before = text.slice(end, match.index);
    addText(match[1] === undefined ? before : before.trimEnd());
    const action = (match[2] as string).trim();
    if (!/^\/\*.*\*\/$/s.test(action)) pieces.push({ text: '', action });
    trims = match[3] !== undefined;
    end = match.index + match[0].length;
  }
  const rest = text.slice(end);
  if (rest.includes('{{')) throw new TemplateError("'{{' without '}}'");
  addText(rest);
  return pieces;
}

/** Up to an action that ends it. @returns the index of that action */
function block(pieces: readonly Piece[], start: number, ends: readonly string[]): [template: Template, index: number] {
  const parts: Template[] = [];
  let index = start;
  while (index < pieces.length) {
    const { text, action } = pieces[index] as Piece;
    if (action === undefined) parts.push(() => text);
    else {
      const [word = ''] = action.split(/\s/);
      if (ends.includes(word)) break;
      if (word === 'if') {
        const [template, next] = condition(pieces, index);
        parts.push(template);
        index = next;
      } else if (['range', 'with', 'define', 'template', 'block'].includes(word) || action.includes(':='))
        throw new UnsupportedTemplate(`{{ ${action} }} is not supported`);
      else if (word === 'end' || word === 'else') throw new TemplateError(`unexpected {{ ${action} }}`);
      else {
        const evaluate = pipeline(action);
        parts.push((data) => textOf(evaluate(data)));
      }
    }
    index++;
  }
  return [(data) => parts.map((part) => part(data)).join(''), index];
}

/** `if`, with all its `else`. @returns the index of its `end` */
function condition(pieces: readonly Piece[], start: number): [template: Template, index: number] {
  const { action: words = '' } = pieces[start] as Piece;
  const test = pipeline(words.replace(/^(else\s+)?if\s/, ''));
  const [then, index] = block(pieces, start + 1, ['else', 'end']);
  const action = pieces[index]?.action;
  if (action === undefined) throw new TemplateError('{{ if }} without {{ end }}');
  let otherwise: Template = () => '';
  let end = index;
  if (/^else\s+if\s/.test(action)) [otherwise, end] = condition(pieces, index);
  else if (action === 'else') [otherwise, end] = block(pieces, index + 1, ['end']);
  if (pieces[end]?.action !== 'end') throw new TemplateError('{{ if }} without {{ end }}');
  return [(data) => (isTruthy(test(data)) ? then(data) : otherwise(data)), end];
}

/** A value, or functions whose result is the last argument of the next: `$value | humanize`. */
function pipeline(text: string): Evaluate {
  const tokens = tokensOf(text);
  const evaluate = readPipeline(tokens);
  if (tokens.length > 0) throw new TemplateError(`unexpected '${tokens[0]}' in {{ ${text} }}`);
  return evaluate;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null || match[0] === '') throw new TemplateError(`{{ ${text} }} cannot be read`);
    const [, string, number, name = '', fields = '', mark] = match;
    const operand = string ?? number ?? `${name}${fields}`;
    if (operand !== '') tokens.push(operand);
    if (mark !== undefined) tokens.push(mark);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function readPipeline(tokens: string[]): Evaluate {
  let evaluate = readCommand(tokens);
  while (tokens[0] === '|') {
    tokens.shift();
    evaluate = readCommand(tokens, evaluate);
  }
  return evaluate;
}

function readCommand(tokens: string[], piped?: Evaluate): Evaluate {
  const [first] = tokens;
  if (first === undefined || first === '|' || first === ')') throw new TemplateError('a value is missing');
  if (!/^[A-Za-z_]\w*$/.test(first) || first === 'true' || first === 'false') {
    const operand = readOperand(tokens);
    const next = tokens[0];
    if (piped !== undefined || (next !== undefined && next !== '|' && next !== ')'))
      throw new TemplateError(`'${first}' is no function`);
    return operand;
  }
  tokens.shift();
  const evaluate = TEMPLATE_FUNCTIONS[first];
  if (evaluate === undefined) throw new UnsupportedTemplate(`the function '${first}' is not supported`);
  const args: Evaluate[] = [];
  while (tokens.length > 0 && tokens[0] !== '|' && tokens[0] !== ')') args.push(readOperand(tokens));
  if (piped !== undefined) args.push(piped);
  return (data) => evaluate(args.map((arg) => arg(data)));
}

function readOperand(tokens: string[]): Evaluate {
  const token = tokens.shift() as string;
  if (token === '(') {
    const evaluate = readPipeline(tokens);
    if (tokens.shift() !== ')') throw new TemplateError("')' is missing");
    return evaluate;
  }
  if (/^["`]/.test(token)) {
    const text = stringOf(token);
    return () => text;
  }
  if (token === 'true' || token === 'false') return () => token === 'true';
  if (/^[-+]?\d/.test(token) && !Number.isNaN(Number(token))) return () => Number(token);
  return reference(token);
}

const FIELDS: Readonly<Record<string, Evaluate>> = {
  Labels: ({ labels }) => new Map(labels.entries),
  Value: ({ value }) => value,
  ExternalLabels: ({ externalLabels }) => new Map(externalLabels?.entries ?? []),
  ExternalURL: ({ externalUrl = '' }) => externalUrl,
};
const VARIABLES: Readonly<Record<string, string>> = {
  $labels: 'Labels',
  $value: 'Value',
  $externalLabels: 'ExternalLabels',
  $externalURL: 'ExternalURL',
};

/** `$labels.job`, `.Labels.job`, `$value`. */
function reference(token: string): Evaluate {
  const [variable = '', ...names] = token.split('.');
  const path = variable === '' || variable === '$' ? names : [VARIABLES[variable] ?? '', ...names];
  const [field = '', label, ...rest] = path;
  const evaluate = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  const isMap = field.endsWith('abels');
  if (evaluate === undefined || rest.length > 0 || (label !== undefined && !isMap))
    throw new UnsupportedTemplate(`'${token}' is not supported`);
  if (label === undefined) return evaluate;
  return (data) => (evaluate(data) as ReadonlyMap<string, string>).get(label) ?? '';
}
