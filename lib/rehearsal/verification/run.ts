import { alarmsOf, compositeInput, metricAlarmInput, readAlarmOf } from './alarms';
import { type Cleaned, clean } from './clean';
import { type Clock, type CloudWatch, CloudWatchError, type LiveAlarm, type LiveChange } from './cloud-watch';
import { type MadePoint, pointsOf, storeOf } from './made-series';
import { alarmName, runPrefix } from './names';
import { patient } from './patience';
import { type AlarmRow, COMPOSITE, type CompositeRow, type Question, REFUSED } from './question';
import { type RefusedRow, refusedInput } from './refused-rows';
import { expectedReplies, followed, replyOf, type Seen, type Times } from './replies';

/** What AWS answered to a question. */
export interface Answer {
  readonly question: Question;
  /** As `replyOf` has it; undefined if nothing could be read. */
  readonly reply?: string;
  /** What each reading leads to. */
  readonly expected: ReadonlyMap<string, string>;
  /** The readings that lead to the reply; none: AWS does something that no reading has. */
  readonly follows: readonly string[];
  /** The reason of the state, or the text of the error, in AWS's words. */
  readonly words: string;
  /** Why nothing could be read. */
  readonly problem?: string;
}

/** What AWS said to an alarm that it is expected to refuse. */
export interface RefusalAnswer {
  readonly row: RefusedRow;
  readonly outcome: 'refused' | 'accepted' | 'not permitted';
  readonly code?: string;
  readonly message?: string;
}

export interface Outcome {
  readonly answers: readonly Answer[];
  readonly refusals: readonly RefusalAnswer[];
}

export interface Run {
  /** As `runIdOf` makes it. */
  readonly id: string;
  readonly questions: readonly Question[];
  readonly refused: readonly RefusedRow[];
  readonly cloudWatch: CloudWatch;
  readonly clock: Clock;
  /** Says that the run is to end: what it made is deleted, and it has no outcome. */
  readonly end: AbortSignal;
  readonly progress: (text: string) => void;
}

/** CloudWatch shows points of the last three hours within minutes. */
export const SETTLE_SECONDS = 180;
/** Points are published and alarms are read at least this often. */
export const TICK_SECONDS = 20;
/** PutMetricAlarm is limited to three a second. */
const PACE_SECONDS = 0.4;
const MOST_POINTS = 1000;
/** Less than what any answer depends on. */
const CLOCKS_DIFFER_SECONDS = 15;

/** Asks all questions and deletes what that took. Without an outcome if it was to end early. */
export async function ask(run: Run): Promise<{ readonly outcome?: Outcome; readonly cleaned: Cleaned }> {
  const cloudWatch = patient(run.cloudWatch, run.clock);
  const asked = await attempt(() => new Asking({ ...run, cloudWatch }).outcome());
  run.progress('Deletes what it made.');
  const cleaned = await attempt(() => clean(cloudWatch, { run: run.id }));
  if ('error' in cleaned) throw new NotCleaned(cleaned.error, 'error' in asked ? asked.error : undefined);
  if ('error' in asked) throw asked.error;
  return { outcome: asked.value, cleaned: cleaned.value };
}

/** Alarms may be left over. */
export class NotCleaned extends Error {
  public constructor(error: Error, before?: Error) {
    const first = before === undefined ? '' : `${before.message} `;
    super(`${first}What was made could not be deleted: ${error.message}`);
    this.name = 'NotCleaned';
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: Error };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: error as Error };
  }
}

/** A question whose alarms were put. */
interface Put {
  readonly question: Question;
  readonly createdAt: number;
  /** AWS refused an alarm, or the credentials may not put it. */
  readonly error?: CloudWatchError;
}

class Asking {
  /** When step 0 of all series begins: a whole minute. */
  readonly #start: number;
  /** In the order in which they are published. */
  readonly #points: MadePoint[];
  #published = 0;
  readonly #actionsAt = new Map<string, number>();
  readonly #answers = new Map<Question, Answer>();

  public constructor(private readonly run: Run) {
    this.#start = Math.ceil((run.clock.now() + SETTLE_SECONDS) / 60) * 60;
    this.#points = run.questions
      .flatMap((question) => pointsOf(run.id, question, this.#start))
      .sort((one, other) => one.publishedAt - other.publishedAt);
  }

  public async outcome(): Promise<Outcome | undefined> {
    const { progress, clock, end } = this.run;
    progress('Publishes the series of the last hours.');
    await this.#publish();
    progress('Waits until CloudWatch shows them.');
    await clock.sleep(this.#start - clock.now(), end);
    if (end.aborted) return undefined;
    progress('Creates the alarms.');
    const put = await this.#putAll();
    const refusals = await this.#putRefused();
    await this.#readAll(put);
    if (end.aborted) return undefined;
    return { answers: this.run.questions.map((question) => this.#answers.get(question) as Answer), refusals };
  }

  /** All points whose time has come. */
  async #publish(): Promise<void> {
    const now = this.run.clock.now();
    const isDue = (index: number): boolean => (this.#points[index]?.publishedAt ?? Number.POSITIVE_INFINITY) <= now;
    while (isDue(this.#published) && !this.run.end.aborted) {
      let until = this.#published;
      while (isDue(until) && until < this.#published + MOST_POINTS) until++;
      await this.run.cloudWatch.putMetricData(this.#points.slice(this.#published, until));
      this.#published = until;
    }
  }

  async #putAll(): Promise<Put[]> {
    const put: Put[] = [];
    for (const question of this.run.questions) {
      if (this.run.end.aborted) break;
      const each = await this.#put(question);
      if (put.length === 0 && each.error === undefined) await this.#checkClock(each);
      put.push(each);
      await this.#publish();
    }
    return put;
  }

  async #put(question: Question): Promise<Put> {
    const { id } = this.run;
    try {
      for (const alarm of alarmsOf(question)) {
        await this.#paced(() =>
          alarm === COMPOSITE
            ? this.run.cloudWatch.putCompositeAlarm(compositeInput(id, question.id, question.composite as CompositeRow))
            : this.run.cloudWatch.putMetricAlarm(
                metricAlarmInput(id, question.id, alarm, question.alarms[alarm] as AlarmRow),
              ),
        );
      }
      return { question, createdAt: this.run.clock.now() };
    } catch (error) {
      return { question, createdAt: this.run.clock.now(), error: aboutAlarm(error, question.composite !== undefined) };
    }
  }

  /** Values and alarms are placed by the local clock, and evaluated by that of AWS. */
  async #checkClock({ question, createdAt }: Put): Promise<void> {
    const name = this.#nameOf(question);
    const [alarm] = await this.run.cloudWatch.describeAlarms(name);
    const difference = Math.round(createdAt - (alarm?.createdAt ?? createdAt));
    if (Math.abs(difference) <= CLOCKS_DIFFER_SECONDS) return;
    const ahead = difference > 0 ? 'ahead of' : 'behind';
    throw new CloudWatchError(
      'failed',
      'ClockSkew',
      `The clock of this machine is ${Math.abs(difference)} s ${ahead} that of AWS. Set it, and run again.`,
    );
  }

  async #paced(call: () => Promise<void>): Promise<void> {
    await call();
    await this.run.clock.sleep(PACE_SECONDS, this.run.end);
  }

  async #putRefused(): Promise<RefusalAnswer[]> {
    const answers: RefusalAnswer[] = [];
    for (const row of this.run.refused) {
      if (this.run.end.aborted) break;
      answers.push(await this.#refusalOf(row));
      await this.#publish();
    }
    return answers;
  }

  async #refusalOf(row: RefusedRow): Promise<RefusalAnswer> {
    const { cloudWatch, id } = this.run;
    const input = refusedInput(id, row);
    try {
      await this.#paced(() =>
        row.kind === 'composite' ? cloudWatch.putCompositeAlarm(input) : cloudWatch.putMetricAlarm(input),
      );
    } catch (error) {
      const { kind, code, message } = aboutAlarm(error, true);
      return { row, outcome: kind === 'denied' ? 'not permitted' : 'refused', code, message };
    }
    await cloudWatch.deleteAlarms([input.AlarmName]);
    return { row, outcome: 'accepted' };
  }

  async #readAll(put: readonly Put[]): Promise<void> {
    for (const each of put)
      if (each.error !== undefined) this.#answers.set(each.question, this.#unread(each, each.error));
    let open = put.filter(({ error }) => error === undefined);
    const { clock, end } = this.run;
    while (open.length > 0 && !end.aborted) {
      await this.#publish();
      const due = open.filter(({ question }) => this.#readAt(question) <= clock.now());
      const watched = open.filter(({ question }) => question.reads === 'secondsToActions');
      if (due.length > 0 || watched.length > 0) await this.#look(due, watched);
      open = open.filter((each) => !due.includes(each));
      const next = Math.min(...open.map(({ question }) => this.#readAt(question)));
      if (open.length > 0) await clock.sleep(Math.max(1, Math.min(TICK_SECONDS, next - clock.now())), end);
    }
  }

  #readAt({ minutes }: Question): number {
    return this.#start + 60 * minutes;
  }

  async #look(due: readonly Put[], watched: readonly Put[]): Promise<void> {
    const { cloudWatch, clock, id, progress } = this.run;
    const live = new Map((await cloudWatch.describeAlarms(runPrefix(id))).map((alarm) => [alarm.name, alarm]));
    const now = clock.now();
    for (const { question } of watched) {
      const alarm = live.get(this.#nameOf(question));
      const acts = alarm?.state === 'ALARM' && alarm.suppressedBy === undefined;
      if (acts && !this.#actionsAt.has(question.id)) this.#actionsAt.set(question.id, now);
    }
    for (const each of due) {
      const answer = await this.#read(each, live.get(this.#nameOf(each.question)));
      this.#answers.set(each.question, answer);
    }
    if (due.length > 0) progress(`${this.#answers.size} of ${this.run.questions.length} questions are answered.`);
  }

  #nameOf(question: Question): string {
    return alarmName(this.run.id, question.id, readAlarmOf(question));
  }

  async #read(put: Put, alarm: LiveAlarm | undefined): Promise<Answer> {
    const { question } = put;
    const expected = this.#expected(put);
    if (alarm === undefined) return { ...unanswered(question, expected), problem: 'Something else deleted its alarm.' };
    const changes = await this.#changesOf(alarm);
    if (changes instanceof CloudWatchError) return { ...unanswered(question, expected), problem: changes.message };
    const seen: Seen = { state: alarm.state, changes, actionsAt: this.#actionsAt.get(question.id) };
    const reply = replyOf(question.reads, seen, this.#times(put));
    return { question, expected, reply, follows: followed(question, expected, reply), words: alarm.reason };
  }

  /** What CloudWatch says unreadably about one alarm is about that alarm alone. */
  async #changesOf(alarm: LiveAlarm): Promise<LiveChange[] | CloudWatchError> {
    try {
      return await this.run.cloudWatch.stateChanges(alarm);
    } catch (error) {
      if (error instanceof CloudWatchError && error.kind === 'unreadable') return error;
      throw error;
    }
  }

  #unread(put: Put, { kind, message }: CloudWatchError): Answer {
    const { question } = put;
    const expected = this.#expected(put);
    if (kind === 'denied') return { ...unanswered(question, expected), problem: message };
    const follows = followed(question, expected, REFUSED);
    return { question, expected, reply: REFUSED, follows, words: message };
  }

  #expected(put: Put): ReadonlyMap<string, string> {
    const points = pointsOf(this.run.id, put.question, this.#start);
    return expectedReplies(this.run.id, put.question, { store: storeOf(points), times: this.#times(put) });
  }

  #times({ question, createdAt }: Put): Times {
    return { start: this.#start, createdAt, readAt: Math.max(createdAt, this.#readAt(question)) };
  }
}

const unanswered = (question: Question, expected: ReadonlyMap<string, string>): Answer => ({
  ...{ question, expected, follows: [], words: '' },
});

/** What is about one alarm is an answer; anything else ends the run. */
function aboutAlarm(error: unknown, mayBeDenied: boolean): CloudWatchError {
  if (!(error instanceof CloudWatchError)) throw error;
  if (error.kind === 'refused' || (error.kind === 'denied' && mayBeDenied)) return error;
  throw error;
}
