import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, catalogue, documentedRows } from './docs/alarms';
import { RUNBOOK_PAGES, runbookPages } from './docs/runbooks';

// Writes docs/alarms.md, and the generated sections of docs/runbooks, from the rules: `npm run docs`.

const rows = documentedRows();
write(CATALOGUE, catalogue(rows));
for (const [file, text] of runbookPages(rows)) write(join(RUNBOOK_PAGES, file), text);

/** What is up to date stays untouched: the gate runs this while tests read the pages. */
function write(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
