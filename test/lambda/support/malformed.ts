import fc from 'fast-check';
import { ALL } from './payloads';
import { change } from './payloads/payload';

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('ALARM', 'OK', '', '\ud800', '<!here>', '‮', '[x](http://a b)'),
);
const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), word, fc.double(), fc.constant(null));
// a true alarm with something else in place of some of its fields, or below them
const names = [
  'AlarmName',
  'AlarmDescription',
  'NewStateValue',
  'NewStateReason',
  'StateChangeTime',
  'AlarmArn',
  'Trigger',
  'TriggeringChildren',
  'AlarmTags',
  'LogGroups',
  'AWSAccountId',
  'detail',
  'resources',
  'alarmData',
];
const alarm = fc.dictionary(fc.constantFrom(...names), value).map((fields) => ({ ...change('x'), ...fields }));
const trigger = fc
  .dictionary(
    fc.constantFrom('Metrics', 'MetricName', 'Dimensions', 'Threshold', 'Period', 'Unit', 'ComparisonOperator'),
    value,
  )
  .map((Trigger) => change('x', { Trigger }));
const message = fc.oneof(
  fc.json(),
  word,
  alarm.map((fields) => JSON.stringify(fields)),
  trigger.map((fields) => JSON.stringify(fields)),
);
const envelope = fc
  .record({ Type: word, MessageId: value, TopicArn: value, Subject: value, Message: message, Timestamp: value })
  .map((fields) => JSON.stringify(fields));
const broken = fc
  .tuple(fc.constantFrom(...ALL.map(({ body }) => body)), fc.nat(), fc.nat(50), word)
  .map(([body, at, length, put]) => {
    const place = at % body.length;
    return body.slice(0, place) + put + body.slice(place + length);
  });

/** Messages that AWS would not send, or not like this. */
export const anyMessage = fc.oneof(message, envelope, broken);
