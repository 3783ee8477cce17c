/** `<!-- generated: NAME -->`, alone in its line or first in an item of a list, up to `<!-- end -->` at the same depth. */
const SECTION = /^( *)((?:-|\d+\.) )?<!-- generated: ([\w-]+) -->\n(?:.*\n)*?( *)<!-- end -->$/gm;

/** The names of the sections of a page that are generated. */
export const generatedIn = (page: string): string[] => [...page.matchAll(SECTION)].map(([, , , name = '']) => name);

/**
 * The page with its generated sections written anew; what is between them stays.
 *
 * @param contents by the name of the section
 * @throws Error if the page has a section of which there is no content, or a mark without its end
 */
export function fill(file: string, page: string, contents: ReadonlyMap<string, string>): string {
  const filled = page.replaceAll(SECTION, (_section, indent: string, mark = '', name: string) => {
    const content = contents.get(name);
    if (content === undefined) {
      throw new Error(
        `${file}: no generated section is named '${name}'. There are: ${[...contents.keys()].join(', ')}.`,
      );
    }
    const depth = indent + ' '.repeat(mark.length);
    const lines = content.trimEnd().split('\n');
    return [
      `${indent}${mark}<!-- generated: ${name} -->`,
      ...lines.map((line) => (line === '' ? '' : depth + line)),
      `${depth}<!-- end -->`,
    ].join('\n');
  });
  const marks = [...page.matchAll(/<!-- generated: .*-->/g)].length;
  if (marks !== generatedIn(page).length) {
    throw new Error(`${file}: each '<!-- generated: NAME -->' needs its '<!-- end -->' on a line of its own.`);
  }
  return filled;
}
