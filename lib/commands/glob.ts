/**
 * The pattern of a glob, for paths with `/`: `*` and `?` within a name, `[abc]`, `{one,other}`, and `**` for any folders. Our own, since
 * Node has `fs.glob` from release 22 on only.
 */
export function globPattern(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/\*\*\/|\*\*|\[!?[^\]/]+\]|[^A-Za-z0-9/_-]/g, (token) => {
    if (token === '{') depth += 1;
    if (token === '}' && depth > 0) {
      depth -= 1;
      return ')';
    }
    if (token === ',' && depth > 0) return '|';
    if (token.length > 2 && token.startsWith('[')) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return TOKENS[token] ?? `\\${token}`;
  });
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
}

const TOKENS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{': '(?:',
};

/** Whether a text is a glob, and no plain path. */
export const isGlob = (text: string): boolean => /[*?{]|\[[^\]]+\]/.test(text);
