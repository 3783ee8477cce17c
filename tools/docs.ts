import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, catalogue, documentedRows } from './docs/alarms';
import { RUNBOOK_PAGES, runbookPages } from './docs/runbooks';

// Writes docs/alarms.md from what synthesizes, and docs/runbooks from the rules: `npm run docs`.

const rows = documentedRows();
writeFileSync(CATALOGUE, catalogue(rows));

// what has no rule any more has no page
rmSync(RUNBOOK_PAGES, { recursive: true, force: true });
mkdirSync(RUNBOOK_PAGES, { recursive: true });
for (const [name, text] of runbookPages(rows)) writeFileSync(join(RUNBOOK_PAGES, name), text);
