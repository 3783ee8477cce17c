/** The syntax of RE2 that JavaScript writes otherwise, and the other way round. */
const OF_JAVASCRIPT = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;
const CLASSES: Readonly<Record<string, string>> = {
  '[:alpha:]': 'A-Za-z',
  '[:digit:]': '0-9',
  '[:alnum:]': '0-9A-Za-z',
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
  '[:space:]': '\\s',
  '[:punct:]': '!-\\/:-@\\[-`{-~',
  '[:word:]': '\\w',
};

const known = new Map<string, RegExp | undefined>();

/** A regular expression of Prometheus, which has to match all of a value. @returns undefined if it is none */
export function anchored(pattern: string): RegExp | undefined {
  if (!known.has(pattern)) known.set(pattern, compiled(pattern));
  return known.get(pattern);
}

function compiled(pattern: string): RegExp | undefined {
  if (OF_JAVASCRIPT.test(pattern)) return undefined;
  const flags = /^\(\?([is]+)\)/.exec(pattern);
  const rest = (flags === null ? pattern : pattern.slice(flags[0].length))
    .replaceAll('(?P<', '(?<')
    .replace(/\[:\w+:\]/g, (name) => CLASSES[name] ?? name)
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$');
  try {
    return new RegExp(`^(?:${rest})$`, `${flags?.[1] ?? ''}u`);
  } catch {
    // escapes that only RE2 and the older syntax of JavaScript know, such as `\-`
    try {
      return new RegExp(`^(?:${rest})$`, flags?.[1] ?? '');
    } catch {
      return undefined;
    }
  }
}
