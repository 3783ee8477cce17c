import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from '../../tools/docs/pages';

test('the generated sections of the docs are those of the sources; if not, run: npm run docs', () => {
  for (const [path, page] of generatedPages()) {
    expect({ path, page: readFileSync(join(__dirname, '../..', path), 'utf8') }).toEqual({ path, page });
  }
});
