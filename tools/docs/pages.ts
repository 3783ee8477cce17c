import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueSections } from './alarms';
import { documentedRows } from './appearances';
import { architectureSections } from './architecture';
import { fleetSections } from './fleets';
import { fill } from './generated';
import { healthCheckSections } from './health-check-fields';
import { runbookPages } from './runbooks';
import { editorSchema } from './test-file-schema';

const root = join(__dirname, '..', '..');

/** The text of each file that is generated, or has generated sections, by its path in the repository. */
export function generatedPages(): ReadonlyMap<string, string> {
  const rows = documentedRows();
  const filled = (path: string, contents: ReadonlyMap<string, string>): [string, string] => [
    path,
    fill(path, readFileSync(join(root, path), 'utf8'), contents),
  ];
  return new Map([
    filled('docs/alarms.md', catalogueSections(rows)),
    filled('docs/architecture.md', architectureSections()),
    filled('docs/health-checks.md', healthCheckSections()),
    filled('docs/scale.md', fleetSections()),
    ['alarms.test.schema.json', editorSchema()],
    ...[...runbookPages(rows)].map(([file, text]): [string, string] => [`docs/runbooks/${file}`, text]),
  ]);
}
