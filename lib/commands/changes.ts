import { statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Editors replace files and a synthesis writes many, so folders are watched and a change counts once writes have stopped for this long. */
const QUIET_MILLISECONDS = 200;

/** Waits until something changes in the folders of files. @returns false if it was ended before */
export function changeOf(paths: readonly string[], end?: AbortSignal): Promise<boolean> {
  const folders = new Set(paths.map(folderOf));
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const done = (isChanged: boolean): void => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      resolve(isChanged);
    };
    const watchers = [...folders].map((folder) =>
      watch(folder, () => {
        clearTimeout(timer);
        timer = setTimeout(() => done(true), QUIET_MILLISECONDS);
      }),
    );
    end?.addEventListener('abort', () => done(false), { once: true });
  });
}

/** For a missing path, the nearest existing parent folder. */
const folderOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : folderOf(dirname(path));
