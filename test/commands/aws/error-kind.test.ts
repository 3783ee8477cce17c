import { errorKind } from '../../../lib/commands/aws/error-kind';

const errorOf = (name: string, fields: object = {}): Error => Object.assign(new Error('No.'), { name, ...fields });

test.each<[string, string | undefined]>([
  ['CredentialsProviderError', 'unknown user'],
  ['TokenProviderError', 'unknown user'],
  ['ExpiredTokenException', 'invalid credentials'],
  ['UnrecognizedClientException', 'invalid credentials'],
  ['InvalidClientTokenId', 'invalid credentials'],
  ['OptInRequired', 'invalid credentials'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['AuthorizationError', 'denied'],
  ['UnauthorizedOperation', 'denied'],
  ['ThrottlingException', 'busy'],
  ['TooManyRequestsException', 'busy'],
  ['TimeoutError', 'unreachable'],
  ['ResourceNotFoundException', undefined],
  ['ValidationError', undefined],
])('%s is %s', (name, kind) => {
  expect(errorKind(errorOf(name))).toBe(kind);
});

test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE'])(
  'an error of Node with the code %s: unreachable',
  (code) => {
    expect(errorKind(errorOf('Error', { code }))).toBe('unreachable');
  },
);

test('what its text says decides nothing', () => {
  const message = 'AccessDenied: ThrottlingException, ECONNRESET, CredentialsProviderError';

  expect(errorKind(errorOf('ValidationError', { message }))).toBeUndefined();
});
