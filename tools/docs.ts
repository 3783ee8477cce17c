import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, catalogueSections } from './docs/alarms';
import { documentedRows } from './docs/appearances';
import { fill } from './docs/generated';
import { RUNBOOK_PAGES, runbookPages } from './docs/runbooks';

// Writes the generated sections of docs/alarms.md and docs/runbooks from the rules: `npm run docs`.

const rows = documentedRows();
write(CATALOGUE, fill('docs/alarms.md', readFileSync(CATALOGUE, 'utf8'), catalogueSections(rows)));
for (const [file, text] of runbookPages(rows)) write(join(RUNBOOK_PAGES, file), text);

/** What is up to date stays untouched: the gate runs this while tests read the pages. */
function write(path: string, text: string): void {
  if (readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
