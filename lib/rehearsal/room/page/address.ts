import { useEffect, useState } from 'preact/hooks';

/** The part of the address after `#`, which says what is shown. */
export function useAddress(): readonly string[] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((word) => word !== '')
    .map(decoded);
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

export const addressOf = (...words: readonly (string | number)[]): string =>
  `#/${words.map((word) => encodeURIComponent(word)).join('/')}`;
