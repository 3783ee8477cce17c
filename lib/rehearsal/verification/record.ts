import { READINGS } from '../simulator/other-readings';
import type { Plan } from './plan';
import { DEFAULT, type Question, REFUSED } from './question';
import type { Answer, Outcome, RefusalAnswer } from './run';

/** What AWS answered in one run: what is committed to `docs/verified`. */
export interface VerificationRecord {
  readonly format: 1;
  /** The version of Vigil. */
  readonly vigil: string;
  readonly region: string;
  /** The id of the run: when it began, its planned minutes, and random digits. */
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly readings: readonly ReadingRecord[];
  readonly questions: readonly QuestionRecord[];
  readonly shapes: readonly ShapeRecord[];
  readonly refusals: readonly RefusalRecord[];
}

/** Which of the two readings AWS follows: `mixed` if its answers disagree, `neither` if none has what it does. */
export type Followed = 'default' | 'reading' | 'mixed' | 'neither' | 'not answered';

/** What AWS does, or what is still open; undefined for a reading of another version. */
export function readingInWords({ name, follows }: ReadingRecord): string | undefined {
  const reading = READINGS.find((each) => each.name === name);
  return follows === 'default' ? reading?.byDefault : reading?.what;
}

interface ReadingRecord {
  readonly name: string;
  readonly follows: Followed;
  /** The questions that decide. */
  readonly questions: readonly string[];
}

export interface QuestionRecord {
  readonly id: string;
  readonly asks: string;
  /** What AWS answered; left out if nothing could be read. */
  readonly reply?: string;
  /** What each reading leads to. */
  readonly expected: Readonly<Record<string, string>>;
  /** The readings that lead to the reply. */
  readonly follows: readonly string[];
  /** The reason of the state, or the text of the refusal, by AWS. */
  readonly words: string;
  readonly problem?: string;
}

/** `in part`: as simulated, as far as it was compared. */
export type ShapeOutcome = 'as simulated' | 'in part' | 'differs' | 'refused' | 'not answered';

interface ShapeRecord {
  /** By which an alarm is recognized. */
  readonly key: string;
  readonly rules: readonly string[];
  readonly outcome: ShapeOutcome;
  /** What was left open, in words. */
  readonly notCompared: readonly string[];
  readonly questions: readonly QuestionRecord[];
}

interface RefusalRecord {
  readonly id: string;
  readonly outcome: RefusalAnswer['outcome'];
  readonly code?: string;
  readonly message?: string;
}

export function recordOf(
  plan: Plan,
  { answers, refusals }: Outcome,
  about: Pick<VerificationRecord, 'vigil' | 'region' | 'run' | 'startedAt' | 'endedAt'>,
): VerificationRecord {
  const byQuestion = new Map(answers.map((answer) => [answer.question, answer]));
  const recordsOf = (questions: readonly Question[]): QuestionRecord[] =>
    questions.map((question) => questionRecord(byQuestion.get(question) as Answer));
  const questions = recordsOf(plan.open);
  return {
    format: 1,
    ...about,
    readings: READINGS.map(({ name }) => readingRecord(name, plan.open, questions)),
    questions,
    shapes: plan.shapes.map(({ key, rules, questions: asked, notCompared }) => {
      const records = recordsOf(asked);
      return { key, rules, outcome: outcomeOf(records, notCompared), notCompared, questions: records };
    }),
    refusals: refusals.map(({ row, outcome, code, message }) => ({
      ...{ id: row.id, outcome },
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message: withoutAccounts(message) }),
    })),
  };
}

/** A record may be published. */
const withoutAccounts = (text: string): string => text.replaceAll(/\b\d{12}\b/g, '000000000000');

const questionRecord = ({ question, reply, expected, follows, words, problem }: Answer): QuestionRecord => ({
  ...{ id: question.id, asks: question.asks },
  ...(reply === undefined ? {} : { reply }),
  ...{ expected: Object.fromEntries(expected), follows, words: withoutAccounts(words) },
  ...(problem === undefined ? {} : { problem: withoutAccounts(problem) }),
});

function readingRecord(name: string, open: readonly Question[], records: readonly QuestionRecord[]): ReadingRecord {
  const ids = open.filter(({ about }) => about.includes(name)).map(({ id }) => id);
  const answered = records.filter(({ id, reply }) => ids.includes(id) && reply !== undefined);
  return { name, follows: followedBy(name, answered), questions: answered.map(({ id }) => id) };
}

function followedBy(name: string, answered: readonly QuestionRecord[]): Followed {
  if (answered.length === 0) return 'not answered';
  const all = (reading: string): boolean => answered.every(({ follows }) => follows.includes(reading));
  if (all(DEFAULT)) return 'default';
  if (all(name)) return 'reading';
  return answered.some(({ follows }) => follows.includes(name)) ? 'mixed' : 'neither';
}

function outcomeOf(records: readonly QuestionRecord[], notCompared: readonly string[]): ShapeOutcome {
  const answered = records.filter(({ reply }) => reply !== undefined);
  if (answered.some(({ reply }) => reply === REFUSED)) return 'refused';
  if (answered.some(({ follows }) => !follows.includes(DEFAULT))) return 'differs';
  if (answered.length === 0) return 'not answered';
  return notCompared.length === 0 && answered.length === records.length ? 'as simulated' : 'in part';
}
