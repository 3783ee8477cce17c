import fc from 'fast-check';
import {
  type Change,
  EMPTY_TIMELINE,
  knows,
  stateAfter,
  stateOf,
  type Timeline,
  withChange,
} from '../../../../lambda/shared/incidents/timeline';

const MINUTE = 60_000;
const timeline = (changes: readonly Change[]): Timeline => changes.reduce(withChange, EMPTY_TIMELINE);
/** `A3` is an alarm in minute 3. */
const told = (words: string): Change[] =>
  words.split(' ').map((word) => ({
    at: Number(word.slice(1)) * MINUTE,
    state: ({ A: 'ALARM', O: 'OK', I: 'INSUFFICIENT_DATA' } as const)[word[0] as 'A'],
  }));
const minutes = (time: number | undefined) => time && time / MINUTE;

const change = fc.record({
  at: fc.integer({ min: 1, max: 240 }).map((minute) => minute * MINUTE),
  state: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA') as fc.Arbitrary<Change['state']>,
});
const few = fc.array(change, { maxLength: 30 });

test('the order of arrival and repetitions make no difference', () => {
  fc.assert(
    fc.property(
      few.chain((changes) => fc.tuple(fc.constant(changes), fc.shuffledSubarray([...changes, ...changes]))),
      ([changes, arriving]) => {
        const all = timeline([...arriving, ...changes]);
        expect(all).toEqual(timeline(changes));
        for (const each of changes) expect(knows(all, each)).toBe(true);
      },
    ),
  );
});

test('what is forgotten still counts, as long as changes arrive in order', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 31, maxLength: 120 }), (changes) => {
      const inOrder = [...new Map(changes.map((each) => [each.at, each])).values()].sort((a, b) => a.at - b.at);
      const kept = timeline(inOrder);
      expect(kept.changes.length).toBeLessThanOrEqual(30);
      expect(stateOf(kept)).toEqual(stateOf({ ...EMPTY_TIMELINE, changes: inOrder }));
    }),
  );
});

test('an open incident has a beginning, and it is the time of an alarm', () => {
  fc.assert(
    fc.property(few, (changes) => {
      const { isOpen, startedAt } = stateOf(timeline(changes));
      if (!isOpen) return;
      expect(changes).toContainEqual({ at: startedAt, state: 'ALARM' });
    }),
  );
});

test.each([
  ['A1', 1, true],
  ['A1 I5', 1, true],
  ['A1 I5 A9', 1, true],
  ['A1 O20', 1, false],
  ['A1 O20 A40', 40, true],
  ['A1 O20 I40', undefined, false],
  ['O1', undefined, false],
  ['A1 O20 O40', undefined, false],
  // one that arrives late splits what seemed to be one incident
  ['A1 A40 O20', 40, true],
  // while it flaps, it is one incident
  ['A1 O2 A3 O4 A5', 1, true],
  ['A1 O2 A3 O4 A20', 20, true],
])('%s: since minute %s, open: %s', (words, since, isOpen) => {
  const position = stateOf(timeline(told(words)));

  expect([minutes(position.startedAt), position.isOpen]).toEqual([since, isOpen]);
});

test.each([
  ['A1 O6 A11', undefined],
  ['A1 O6 A10', { begins: true, changes: 3 }],
  ['A1 O6 A10 O19', { begins: false, changes: 4 }],
  ['A1 O6 A10 O20', undefined],
  ['A1 O2 A3 O4 A5 O6', { begins: false, changes: 6 }],
])('%s: flapping %j', (words, flapping) => {
  const changes = told(words);
  const position = stateAfter(timeline(changes), changes.at(-1) as Change);

  if (flapping === undefined) expect(position.flapping).toBeUndefined();
  else expect(position.flapping).toMatchObject(flapping);
});
