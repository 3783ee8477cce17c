/** The lines of a text; what is longer than a line is broken after punctuation, or where the line ends. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const { text: piece, glued } of paragraph.split(' ').flatMap((word) => breakUp(word, width))) {
      const last = lines.pop();
      const joined = last === undefined ? piece : `${last}${glued ? '' : ' '}${piece}`;
      if (last === undefined || lengthOf(joined) <= width) lines.push(joined);
      else lines.push(last, piece);
    }
    return lines;
  });
}

interface Piece {
  readonly text: string;
  /** Whether it continues a word. */
  readonly glued: boolean;
}

function breakUp(word: string, width: number): Piece[] {
  if (lengthOf(word) <= width) return [{ text: word, glued: false }];
  const parts = word.match(/[^-/.:@,_]*[-/.:@,_]|[^-/.:@,_]+/g) ?? [];
  const short = parts.flatMap((part) => part.match(new RegExp(`.{1,${Math.max(1, width)}}`, 'gu')) ?? []);
  return short.map((text, index) => ({ text, glued: index > 0 }));
}

/** In characters, of which some take two units of a string. */
export const lengthOf = (text: string): number => [...text].length;
