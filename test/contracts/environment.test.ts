import fc from 'fast-check';
import {
  decoded,
  json,
  number,
  optional,
  readEnvironment,
  text,
  writeEnvironment,
} from '../../lib/contracts/environment';

const CONTRACT = {
  table: text('TABLE'),
  tries: number('TRIES'),
  channels: json<readonly unknown[]>('CHANNELS'),
  bucket: optional(text('BUCKET')),
};

test('what is written is read back', () => {
  const configuration = fc.record(
    {
      table: fc.string(),
      tries: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      channels: fc.array(fc.jsonValue()),
      bucket: fc.string(),
    },
    { requiredKeys: ['table', 'tries', 'channels'] },
  );
  fc.assert(
    fc.property(configuration, (written) => {
      const read = readEnvironment(CONTRACT, writeEnvironment(CONTRACT, written));

      // JSON knows no negative zero
      expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(written)));
    }),
  );
});

test('values that only the deployment knows are written by whoever knows them', () => {
  const written = writeEnvironment(CONTRACT, { table: 't', tries: 1, channels: ['token'] }, () => 'Fn::Join');

  expect(written).toEqual({ TABLE: 't', TRIES: '1', CHANNELS: 'Fn::Join' });
});

test('everything that is missing or unreadable is named at once', () => {
  expect(() => readEnvironment(CONTRACT, { TRIES: 'many', CHANNELS: '[' })).toThrow(
    /^The environment variable TABLE is not set\. The environment variable TRIES is malformed\. The environment variable CHANNELS is malformed\.$/,
  );
});

test.each([
  ['a missing variable', { CHANNELS: undefined }],
  ['a text that is no JSON', { CHANNELS: '[' }],
  ['a value that the deployment computes', { CHANNELS: { 'Fn::Join': [] } }],
])('%s of a foreign environment is not read', (_, environment) => {
  expect(decoded(CONTRACT.channels, environment.CHANNELS)).toBeUndefined();
});
