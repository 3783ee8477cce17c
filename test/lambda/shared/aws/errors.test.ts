import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, isAwsError } from '../../../../lambda/shared/aws/errors';
import { Permanent, Transient } from '../../../../lambda/shared/failure';

const LISTS = readFileSync(
  join(
    __dirname,
    '../../../../node_modules/@smithy/core/dist-es/submodules/retry/service-error-classification/constants.js',
  ),
  'utf8',
);
/** The names of one of the SDK's own lists. */
const namesIn = (list: string): string[] => {
  const [, names = ''] = new RegExp(`${list} = \\[([^\\]]*)\\]`).exec(LISTS) ?? [];
  return [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name as string);
};
const refusal = (name: string, fields: object = {}) =>
  Object.assign(new Error('no'), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...fields });

test("the SDK's lists are read", () => {
  expect(namesIn('THROTTLING_ERROR_CODES').length).toBeGreaterThan(10);
  expect(namesIn('TRANSIENT_ERROR_CODES').length).toBeGreaterThan(2);
});

test.each([...namesIn('THROTTLING_ERROR_CODES'), ...namesIn('TRANSIENT_ERROR_CODES')])('%s is transient', (name) => {
  expect(failureOf('PutItem', refusal(name))).toBeInstanceOf(Transient);
});

test.each([
  'TransactionConflictException',
  'ReplicatedWriteConflictException',
  'TransactionInProgressException',
  'ConflictException',
  'KMSThrottlingException',
])('%s, by which services say that others were at work, is transient', (name) => {
  expect(failureOf('PutItem', refusal(name))).toBeInstanceOf(Transient);
});

test.each(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'])('%s is permanent', (name) => {
  expect(failureOf('PutItem', refusal(name))).toBeInstanceOf(Permanent);
});

test('what the SDK itself would retry is transient, whatever its name', () => {
  expect(failureOf('PutItem', refusal('SomeNewException', { $retryable: {} }))).toBeInstanceOf(Transient);
});

test('an error is recognised by its name, never by its text', () => {
  const named = failureOf('PutItem', refusal('ConditionalCheckFailedException'));
  const worded = failureOf('PutItem', refusal('ValidationException', { message: 'ConditionalCheckFailedException' }));

  expect(isAwsError(named, 'ConditionalCheckFailedException')).toBe(true);
  expect(isAwsError(worded, 'ConditionalCheckFailedException')).toBe(false);
});

test.each([
  ['a connection that was not established in time', { name: 'TimeoutError' }, false],
  ['a refused connection', { name: 'TimeoutError', code: 'ECONNREFUSED' }, false],
  ['an unknown host', { code: 'ENOTFOUND' }, false],
  ['a certificate that has expired', { code: 'CERT_HAS_EXPIRED' }, false],
  ['a request without an answer in time', { name: 'TimeoutError', code: 'ETIMEDOUT' }, true],
  ['a reset connection', { name: 'TimeoutError', code: 'ECONNRESET' }, true],
])('%s: whether it may have been carried out', (_, fields, isUnanswered) => {
  expect(failureOf('Publish', Object.assign(new Error('x'), fields))).toMatchObject({ isUnanswered });
});
