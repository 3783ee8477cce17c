import { READINGS } from '../../../lib/rehearsal/simulator/other-readings';
import { pointsOf, storeOf } from '../../../lib/rehearsal/verification/made-series';
import { DEFAULT, type Question } from '../../../lib/rehearsal/verification/question';
import { QUESTIONS } from '../../../lib/rehearsal/verification/questions/all';
import { expectedReplies, followed } from '../../../lib/rehearsal/verification/replies';

const RUN = '0123abcd';
const DAY = 86_400;

/** What each reading leads to, if the alarms are created so many seconds after the series begin. */
function repliesTo(question: Question, { start = 1_772_615_880, delay = 30 } = {}): Map<string, string> {
  const store = storeOf(pointsOf(RUN, question, start));
  const times = { start, createdAt: start + delay, readAt: start + 60 * question.minutes };
  return new Map(expectedReplies(RUN, question, { store, times }));
}

const all = READINGS.map(({ name }) => name);

test('every reading of the simulator is asked about', () => {
  const about = new Set(QUESTIONS.flatMap((question) => question.about));
  expect([...about].sort()).toEqual([...all].sort());
});

test('questions have ids of their own', () => {
  expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
});

describe.each(QUESTIONS.map((question) => [question.id, question] as const))('%s', (_, question) => {
  test('separates the readings that it is about from the default, and no other', () => {
    // GIVEN what each reading of the simulator leads to
    const replies = repliesTo({ ...question, about: all, stated: undefined });
    const byDefault = replies.get(DEFAULT) as string;

    // WHEN AWS replies as the default has it
    const others = followed(question, replies, byDefault);

    // THEN
    const differing = [...replies.keys()].filter((name) => !others.includes(name));
    expect(differing.sort()).toEqual([...question.about].sort());
    for (const { reply, name } of question.stated ?? []) {
      expect(followed(question, new Map([[DEFAULT, byDefault]]), reply)).toEqual([]);
      expect(name).not.toBe(DEFAULT);
    }
    expect([...question.about, ...(question.stated ?? [])].length).toBeGreaterThan(0);
  });

  test('has the same answers whenever it is asked, and however long it takes to create its alarms', () => {
    const usual = repliesTo(question);
    const moments = question.long ? [0] : [0, DAY / 2 + 420, 3 * DAY + 1740];
    for (const later of moments) {
      for (const delay of [0, 100]) {
        const replies = repliesTo(question, { start: 1_772_615_880 + later, delay });
        const same = [...usual].filter(
          ([name, reply]) => followed(question, new Map([[name, reply]]), replies.get(name) as string).length > 0,
        );
        expect(same.map(([name]) => name)).toEqual([...usual.keys()]);
      }
    }
  });
});
