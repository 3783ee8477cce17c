import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const system = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** The system's theme until the reader chooses another. */
export function useTheme(): readonly [Theme, () => void] {
  const [chosen, setChosen] = useState<Theme>();
  const [own, setOwn] = useState(system);
  const theme = chosen ?? own;
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setOwn(system());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  // before plots read their colours
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, () => setChosen(theme === 'dark' ? 'light' : 'dark')];
}

/** CloudWatch's colours of lines without one, in their order. */
const LINES: readonly string[] = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];

export const lineColor = (index: number, written?: string): string =>
  written !== undefined && /^#[0-9a-f]{3,8}$/i.test(written) ? written : (LINES[index % LINES.length] as string);
