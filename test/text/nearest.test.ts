import { nearest, nearestFew } from '../../lib/text/nearest';

const RULES = ['QueueStuck', 'QueueSlow', 'TableThrottled', 'ConsumerErrors', 'MessageAge'];

test.each([
  ['QueueStcuk', 'QueueStuck'],
  ['queueslow', 'QueueSlow'],
  ['Nonsense', undefined],
])('the nearest to %s is %s', (word, meant) => {
  expect(nearest(word, RULES)).toBe(meant);
});

test.each([
  ['QueueStucked', 'QueueStuck'],
  ['Errors', 'ConsumerErrors'],
])('the nearest three to %s begin with the nearest', (word, first) => {
  expect(nearestFew(word, RULES)[0]).toBe(first);
  expect(nearestFew(word, RULES)).toHaveLength(3);
});

test('each is named once, and no more than there are', () => {
  expect(nearestFew('A', ['B', 'B'])).toEqual(['B']);
});
