import { partsOf } from '../../../../lib/rehearsal/room/outbox/message';

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  // each counts twice
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
])('%#: the parts of a text message', (text, parts) => {
  expect(partsOf(text)).toBe(parts);
});
