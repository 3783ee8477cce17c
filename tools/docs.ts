import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, catalogue, documentedRows } from './docs/alarms';
import { RUNBOOK_PAGES, runbookPages } from './docs/runbooks';

// Writes docs/alarms.md, and the generated sections of docs/runbooks, from the rules: `npm run docs`.

const rows = documentedRows();
writeFileSync(CATALOGUE, catalogue(rows));
for (const [file, text] of runbookPages(rows)) writeFileSync(join(RUNBOOK_PAGES, file), text);
