import type { Json, JsonObject } from './json';

/** A variable of a dashboard: what it changes, and its value where nothing is chosen. */
export interface DashboardVariable {
  readonly id: string;
  readonly type: 'property' | 'pattern';
  /** The dimension or property, or the text that is replaced. */
  readonly text: string;
  readonly defaultValue?: string;
}

/** What the reader chose, by the id of the variable. */
export type Choices = Readonly<Record<string, string>>;

/**
 * The properties of a widget for what is chosen. A `property` variable sets a dimension of metrics and searches, or a property such
 * as `region`; a `pattern` variable replaces a text wherever it is.
 */
export function withChoices(
  properties: JsonObject,
  variables: readonly DashboardVariable[],
  choices: Choices,
): JsonObject {
  return variables.reduce((chosen, variable) => {
    const value = choices[variable.id] ?? variable.defaultValue;
    if (value === undefined) return chosen;
    return replaced(
      chosen,
      variable.type === 'property' ? ofProperty(variable.text, value) : ofPattern(variable.text, value),
    ) as JsonObject;
  }, properties);
}

interface Replacement {
  readonly text: (text: string) => string;
  /** Of the words of a list, such as a metric's. */
  readonly list: (list: readonly Json[]) => readonly Json[];
  readonly entry: (key: string, value: Json | undefined) => Json | undefined;
}

const same: Omit<Replacement, 'text'> = { list: (list) => list, entry: (_, value) => value };

function ofProperty(name: string, value: string): Replacement {
  const inSearch = new RegExp(`(?<![\\w.])${escaped(name)}=(?:"[^"]*"|'[^']*'|[^\\s'")]+)`, 'g');
  return {
    text: (text) => (/\bSEARCH\(/.test(text) ? text.replace(inSearch, () => `${name}="${value}"`) : text),
    list: (list) => list.map((word, index) => (index > 1 && list[index - 1] === name && word !== '.' ? value : word)),
    entry: (key, old) => (key === name ? value : old),
  };
}

function ofPattern(pattern: string, value: string): Replacement {
  const found = expressionOf(pattern);
  return { ...same, text: (text) => text.replace(found, () => value) };
}

/** A pattern that is no regular expression is a text. */
function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'g');
  } catch {
    return new RegExp(escaped(pattern), 'g');
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function replaced(json: Json | undefined, replacement: Replacement): Json | undefined {
  if (typeof json === 'string') return replacement.text(json);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return replacement.list(json).map((item) => replaced(item, replacement) as Json);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, replaced(replacement.entry(key, value), replacement)]),
  );
}
