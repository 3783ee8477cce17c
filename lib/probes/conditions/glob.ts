/**
 * Whether a text matches a pattern as a whole: `*` stands for any characters, `?` for one, `[a-z]` and `[^a-z]` for one of a set, and a
 * backslash takes the next character literally. Needs no more steps than the product of both lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = partsOf(pattern);
  let part = 0;
  let index = 0;
  // where to go on if the rest does not fit: the last star takes one character more
  let star = -1;
  let taken = 0;
  while (index < text.length) {
    const now = parts[part];
    if (now === '*') {
      star = part++;
      taken = index;
    } else if (now?.(text[index] as string)) {
      part++;
      index++;
    } else if (star >= 0) {
      part = star + 1;
      index = ++taken;
    } else return false;
  }
  return parts.slice(part).every((each) => each === '*');
}

type Part = '*' | ((character: string) => boolean);

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (const [token, negation, set] of pattern.matchAll(/\\.|\[(\^?)((?:\\.|[^\]\\])+)\]|./gs)) {
    if (token === '*') {
      if (parts.at(-1) !== '*') parts.push('*');
    } else if (token === '?') parts.push(() => true);
    else if (set !== undefined) {
      const ranges = rangesOf(set);
      parts.push(
        (character) => ranges.some(([from, to]) => from <= character && character <= to) === (negation === ''),
      );
    } else {
      const literal = token.length > 1 ? token.slice(1) : token;
      parts.push((character) => character === literal);
    }
  }
  return parts;
}

function rangesOf(set: string): (readonly [from: string, to: string])[] {
  return [...set.matchAll(/(\\.|.)(?:-(\\.|.))?/gs)].map(([, from, to = from]) => [plain(from), plain(to)]);
}

const plain = (character = ''): string => (character.length > 1 ? character.slice(1) : character);
