import { NoRecord, readRecord } from '../../../lib/rehearsal/verification/read-record';
import type { VerificationRecord } from '../../../lib/rehearsal/verification/record';

const RECORD: VerificationRecord = {
  ...{ format: 1, vigil: '1.0.0', run: '20260304T091723Z-35m-0123abcd', region: 'eu-west-1' },
  ...{ startedAt: '2026-03-04T09:17:23.000Z', endedAt: '2026-03-04T09:45:00Z' },
  readings: [{ name: 'avg-skips', follows: 'default', questions: ['avg-gaps'] }],
  questions: [{ id: 'avg-gaps', asks: '?', reply: 'OK', expected: { default: 'OK' }, follows: ['default'], words: '' }],
  shapes: [{ key: 'm1 > #', rules: ['DeadLetters'], outcome: 'as simulated', notCompared: [], questions: [] }],
  refusals: [{ id: 'window-day', outcome: 'refused', code: 'ValidationError', message: 'Too long' }],
};

const messageOf = (text: string): string => {
  try {
    readRecord('docs/verified/it.json', text);
  } catch (error) {
    if (error instanceof NoRecord) return error.message;
    throw error;
  }
  return 'a record';
};

test('a record is read as it was written', () => {
  expect(readRecord('it.json', JSON.stringify(RECORD))).toEqual(RECORD);
});

test.each<[string, string]>([
  ['{', 'docs/verified/it.json: it is not JSON: '],
  ['[]', "docs/verified/it.json is no record of 'vigil verify': it must be object."],
  [JSON.stringify({ ...RECORD, format: 2 }), 'format must be equal to constant: 1.'],
  [JSON.stringify({ ...RECORD, account: '1' }), 'it must NOT have additional properties: account.'],
  [
    JSON.stringify({
      ...RECORD,
      run: '20260304T091723Z-35m-0123abcd',
      region: '',
      shapes: [{ ...RECORD.shapes[0], outcome: 'fine' }],
    }),
    'region must NOT have fewer than 1 characters; shapes.0.outcome must be equal to one of the allowed values: as simulated, in part, differs, refused, not answered.',
  ],
])('%s is refused in words', (text, words) => {
  expect(messageOf(text)).toContain(words);
});
