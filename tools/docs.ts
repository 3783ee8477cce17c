import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './docs/pages';

// Writes the generated sections of the pages in docs from the rules and the structure of the sources: `npm run docs`.

for (const [path, text] of generatedPages()) {
  const file = join(__dirname, '..', path);
  // what is up to date stays untouched: the gate runs this while tests read the pages
  if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
