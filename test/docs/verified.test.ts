import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../../lib/rehearsal/verification/read-record';

const root = join(__dirname, '..', '..');
const folder = join(root, 'docs', 'verified');
const records = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];

test('every record of vigil verify can be read', () => {
  for (const file of records) readRecord(file, readFileSync(join(folder, file), 'utf8'));
});

/** Pages that say what alarms do on AWS. */
test.each(['README.md', 'docs/alarms.md', 'docs/measured.md', 'docs/testing.md', 'docs/verifying.md'])(
  '%s says that nothing is verified on AWS as long as there is no record',
  (page) => {
    const text = readFileSync(join(root, page), 'utf8').replaceAll(/\s+/g, ' ');
    expect(/not yet verified on AWS/.test(text)).toBe(records.length === 0);
  },
);
