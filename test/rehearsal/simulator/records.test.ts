import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { admissionRecords } from './records/admission';
import { contributorRecords } from './records/contributors';
import { documentRecords } from './records/documents';
import type { Record } from './records/record';
import { statisticRecords } from './records/statistics';
import { transitionRecords } from './records/transitions';
import { wordRecords } from './records/words';

/** What AWS was seen to do, in our own words; numbers and documents as they were published. */
const RECORDS: readonly Record[] = [
  ...transitionRecords,
  ...wordRecords,
  ...statisticRecords,
  ...documentRecords,
  ...contributorRecords,
  ...admissionRecords,
];

test.each(RECORDS.map((record) => [record.area, record.id, record.what, record] as const))(
  '%s %s: %s',
  (_area, _id, _what, { aws, simulator }) => {
    expect(simulator()).toEqual(aws);
  },
);

test('docs/testing.md says how many there are', () => {
  const page = readFileSync(join(__dirname, '../../../docs/testing.md'), 'utf8');
  expect(page).toContain(`${RECORDS.length} agree.`);
});

test('each record has an id of its own within its area', () => {
  const ids = RECORDS.map(({ area, id }) => `${area} ${id}`);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
