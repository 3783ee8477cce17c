/** The candidate that was probably meant, if one differs by few enough typing mistakes. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, mistakes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, mistakes }) => mistakes <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.mistakes - b.mistakes);
  return best?.candidate;
}

/** The few candidates that come nearest, the nearest first, however far they are. One that has the whole word in it comes before others. */
export function nearestFew(word: string, candidates: Iterable<string>, count = 3): string[] {
  const small = word.toLowerCase();
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, mistakes: distance(small, candidate.toLowerCase()) }))
    .map(({ candidate, mistakes }) => ({
      candidate,
      rank: small !== '' && candidate.toLowerCase().includes(small) ? mistakes - candidate.length : mistakes,
    }))
    .sort((a, b) => a.rank - b.rank || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Damerau and Levenshtein's: letters that are missing, too many, wrong or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.MAX_VALUE;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.MAX_VALUE;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + wrong, swapped));
    }
  }
  return at(a.length, b.length);
}
