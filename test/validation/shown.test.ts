import { CREDENTIAL, isCredential, shown } from '../../lib/validation/shown';
import schema from '../../vigil.schema.json';

/** Made up, in pieces, so that nobody takes them for leaked ones. */
const CREDENTIALS = [
  ['a bot token of Slack', ['xoxb', '123456789012', '123456789012', 'abcdefghijklmnop'].join('-')],
  ['an app token of Slack', ['xapp', '1', 'A0123', '456', 'abcdef'].join('-')],
  ['a rotated token of Slack', ['xoxe.xoxb', '1', 'Mi0yLTEy'].join('-')],
  ['a webhook of Slack', 'https://hooks.slack.com/services/T0123/B0123/abcdef'],
  ['a webhook of Discord', 'https://discord.com/api/webhooks/123/abc'],
  ['an address in capitals', 'HTTPS://EXAMPLE.COM/HOOK'],
  ['an address after a space', ' https://example.com/hook'],
  ['an integration key of PagerDuty', `R0${'1A2B3C4D5E'.repeat(3)}`],
  ['an integration key of PagerDuty in hexadecimal digits', '0123456789abcdef'.repeat(2)],
  ['an API key of PagerDuty', `u+${'AbCdEf0123_-456789'}`],
  ['an API key of Opsgenie', '01234567-89ab-cdef-0123-456789abcdef'],
  ['a signing key', `whsec_${'a'.repeat(32)}`],
  ['an access key of AWS', `AKIA${'ABCD'.repeat(4)}`],
  ['a JSON Web Token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'abc'].join('.')],
  ['a token of GitHub', `ghp_${'a1'.repeat(18)}`],
  ['an authorization header', 'Bearer abcdef'],
];

test.each(CREDENTIALS)('%s is never printed', (_, credential) => {
  expect(isCredential(credential)).toBe(true);
  expect(shown(credential)).toBe('a text that looks like a token, a key or an address (not shown)');
});

test.each([
  'prod/slack-alerts',
  'slack',
  'SlackWebhook-AbC123',
  'OrdersSlackWebhookF8A3B2C1-0a1b2c3d4e5f',
  'a-secret-with-thirty-two-letters',
  'asecretwiththirtytwolettersinall',
  'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/slack-alerts-AbCdEf',
])('the name %s is printed', (name) => {
  expect(shown(name)).toBe(name.length > 60 ? `a text of ${name.length} characters` : `'${name}'`);
});

test('vigil.json refuses the same', () => {
  expect(schema.definitions.secret.not.pattern).toBe(CREDENTIAL.source);
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [5, '5'],
  [true, 'true'],
  [[1], 'a list'],
  [{ token: 'abc' }, 'an object'],
  [() => 1, 'a function'],
  ['a\nb', "'a\\u000ab'"],
])('%p is printed as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});
