import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import { UsageError } from './errors';
import { globPattern, isGlob } from './glob';

/** What a test file is called: `alarms.test.yaml`, or `orders.alarms.test.yaml`. */
const NAMES = '{alarms,*.alarms}.test.{yaml,yml}';

/** Folders with nothing that people write. */
const SKIPPED = /^(node_modules|cdk\.out|\..+)$/;

/**
 * The test files that words of the command line name, each once: files, folders, which are searched, and globs. Without words, the working
 * directory is searched.
 *
 * @throws UsageError if a folder has no test file, or a glob matches nothing
 */
export function testFilesIn(words: readonly string[], folder: string): string[] {
  const wanted = words.length === 0 ? ['.'] : words;
  return [...new Set(wanted.flatMap((word) => filesOf(word, folder)))];
}

/** The test files in a folder and those in it; none is no mistake. */
export const testFilesBelow = (folder: string): string[] => filesBelow(folder, globPattern(`**/${NAMES}`));

function filesOf(word: string, folder: string): string[] {
  const path = resolve(folder, word);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const found = testFilesBelow(path).map((file) => posix.join(slashed(word), file));
    if (found.length > 0) return found;
    throw new UsageError(
      `There is no alarms.test.yaml in ${path}, nor in a folder of it. Write one, or give the files to run.`,
    );
  }
  if (existsSync(path) || !isGlob(word)) return [word];
  const { root, rest } = partsOf(slashed(word));
  const found = filesBelow(resolve(folder, root), patternOf(rest, word)).map((file) => posix.join(root, file));
  if (found.length === 0) throw new UsageError(`No file matches '${word}'.`);
  return found;
}

function patternOf(glob: string, word: string): RegExp {
  try {
    return globPattern(glob);
  } catch {
    // such as a range that runs backwards
    throw new UsageError(`'${word}' is no glob. Write for example 'tests/**/*.yaml'.`);
  }
}

/** The folder before the first name with a glob, and what follows. */
function partsOf(glob: string): { readonly root: string; readonly rest: string } {
  const names = glob.split('/');
  const first = names.findIndex(isGlob);
  const root = names.slice(0, first).join('/');
  return { root: root === '' && glob.startsWith('/') ? '/' : root, rest: names.slice(first).join('/') };
}

/** In the order of their names, relative to the folder. */
function filesBelow(folder: string, pattern: RegExp): string[] {
  return walk(folder)
    .map((file) => slashed(relative(folder, file)))
    .filter((file) => pattern.test(file))
    .sort();
}

function walk(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : walk(path);
    return [path];
  });
}

/** None of a folder that does not exist or cannot be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

const slashed = (path: string): string => path.split(sep).join('/');
