import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { version } from 'cdk-vigil/package.json';
import { counted } from '../rehearsal/preview/units';
import { type Cleaned, clean, type Which } from '../rehearsal/verification/clean';
import { type Clock, CloudWatchError } from '../rehearsal/verification/cloud-watch';
import { patient } from '../rehearsal/verification/patience';
import { type Amounts, amountsOf, type Plan, planFor, questionsIn } from '../rehearsal/verification/plan';
import { policyFor } from '../rehearsal/verification/policy';
import { recordOf, type VerificationRecord } from '../rehearsal/verification/record';
import { ask, NotCleaned, type Outcome } from '../rehearsal/verification/run';
import { isRunId, overAt, runIdOf } from '../rehearsal/verification/run-id';
import { type Shapes, shapesIn, shapesOfRules } from '../rehearsal/verification/shapes';
import { Aws } from './aws/aws';
import { cloudWatchOf } from './aws/cloud-watch';
import { CheckError, UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { END_SIGNALS, painterFor, type Terminal, widthFor } from './terminal';
import { confirmed } from './verify/confirm';
import { costOf, LIMIT_DOLLARS } from './verify/cost';
import { planText } from './verify/plan-text';
import { RECORDS } from './verify/records';
import { resultText } from './verify/result-text';

export interface VerifyOptions extends Pick<SourceOptions, 'env' | 'app' | 'template' | 'parameters'> {
  readonly region: string;
  readonly dryRun?: boolean;
  readonly policy?: boolean;
  readonly yes?: boolean;
  readonly long?: boolean;
  readonly clean?: boolean;
  readonly run?: string;
  readonly all?: boolean;
  readonly record?: string;
  readonly json?: boolean;
}

const CLOCK: Clock = {
  now: () => Date.now() / 1000,
  sleep: (seconds, end) =>
    wait(Math.max(0, 1000 * seconds), undefined, { signal: end }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    }),
};

/**
 * Asks CloudWatch what its documentation leaves open, by silent alarms on made series, and compares what it answers with the
 * simulator. What it creates is deleted in the end, also after Ctrl+C.
 */
export async function verify(options: VerifyOptions, terminal: Terminal, clock: Clock = CLOCK): Promise<void> {
  const { region } = options;
  if (!/^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/.test(region))
    throw new UsageError(`--region ${region}: this is not a region code. Give one such as eu-central-1.`);
  const which = whichOf(options, clock);
  if (options.policy) return void terminal.stdout.write(`${JSON.stringify(policyFor(region), null, 2)}\n`);
  const aws = new Aws(terminal.cwd(), region);
  if (options.clean) return void terminal.stdout.write(cleanedText(await cleanUp(aws, which, clock), region));
  const shapes = await shapesFor(options, terminal);
  terminal.stderr.write(`Makes series for ${counted(shapes.shapes.length, 'condition')}.\n\n`);
  const plan = planFor(shapes, options.long ?? false);
  const amounts = amountsOf(plan);
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const text = planText(plan, amounts, region, page);
  if (options.dryRun) return void terminal.stdout.write(text);
  terminal.stderr.write(text);
  const startedAt = clock.now();
  const id = runIdOf({ startedAt, minutes: amounts.minutes }, randomBytes(4).toString('hex'));
  const file = outputFor(options, id);
  checkOutputFile(file, terminal);
  await agree(amounts, options, terminal);
  const outcome = await ran(id, plan, aws, terminal, clock);
  const times = { startedAt: iso(startedAt), endedAt: iso(clock.now()) };
  const record = recordOf(plan, outcome, { vigil: version, region, run: id, ...times });
  write(record, file, terminal);
  terminal.stdout.write(options.json ? `${JSON.stringify(record, null, 2)}\n` : resultText(record, page));
  terminal.stderr.write(`The record is written to ${file.file}. Commit it, and 'vigil preview' shows it.\n`);
  const wrong = record.shapes.filter(({ outcome }) => outcome === 'differs' || outcome === 'refused');
  if (wrong.length > 0)
    throw new CheckError(`${counted(wrong.length, 'condition')} of rules does not behave on AWS as simulated.`);
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What `--clean` deletes: not what a colleague's run in the same account is using. */
function whichOf({ clean, run, all }: VerifyOptions, clock: Clock): Which {
  const also = [run === undefined ? [] : '--run', all ? '--all' : []].flat();
  if (also.length > 0 && !clean) throw new UsageError(`${also[0]} says what '--clean' deletes. Give both.`);
  if (also.length > 1) throw new UsageError("Give '--run' or '--all', not both.");
  if (run === undefined) return all ? 'all' : { overBefore: clock.now() };
  if (isRunId(run)) return { run };
  throw new UsageError(`--run ${run}: this is no run. They are named as in 20260304T091723Z-35m-0123abcd.`);
}

async function shapesFor(options: VerifyOptions, terminal: Terminal): Promise<Shapes> {
  const { env, app, template, parameters } = options;
  if ([env, app, template].every((each) => each === undefined)) return shapesOfRules();
  const { assembly } = await readSource({ env, app, template, parameters }, terminal);
  return shapesIn(assembly);
}

/** Starts nothing that costs more than the limit, or that nobody agreed to. */
async function agree(amounts: Amounts, { yes }: VerifyOptions, terminal: Terminal): Promise<void> {
  const { dollars } = costOf(amounts);
  if (dollars > LIMIT_DOLLARS) {
    throw new UsageError(
      `This would cost more than $${LIMIT_DOLLARS}. Leave out '--long', or give one stack at a time with '--template'.`,
    );
  }
  if (!yes && !(await confirmed('Create this?', terminal))) throw new UsageError('Nothing was created.');
}

async function ran(id: string, plan: Plan, aws: Aws, terminal: Terminal, clock: Clock): Promise<Outcome> {
  const interruption = new AbortController();
  const ignore = (): void => {
    for (const signal of END_SIGNALS) terminal.off?.(signal, interrupt);
  };
  // a second signal ends the process at once
  const interrupt = (): void => {
    ignore();
    interruption.abort();
  };
  for (const signal of END_SIGNALS) terminal.on?.(signal, interrupt);
  try {
    const { outcome } = await ask({
      ...{ id, questions: questionsIn(plan), refused: plan.refused },
      ...{ cloudWatch: cloudWatchOf(aws), clock, end: interruption.signal },
      progress: (text) => terminal.stderr.write(`${text}\n`),
    });
    if (outcome === undefined) throw new CheckError('Interrupted. All alarms are deleted; there is no record.');
    return outcome;
  } catch (error) {
    throw inWords(error, aws, id);
  } finally {
    ignore();
  }
}

function inWords(error: unknown, { region }: Aws, run = ''): unknown {
  if (error instanceof NotCleaned)
    return new CheckError(`${error.message} Delete it with: vigil verify --clean --run ${run} --region ${region}`);
  if (!(error instanceof CloudWatchError)) return error;
  const advice = error.kind === 'denied' ? ` 'vigil verify --policy --region ${region}' prints what is needed.` : '';
  return error.kind === 'denied' ? new UsageError(`${error.message}${advice}`) : new CheckError(error.message);
}

async function cleanUp(aws: Aws, which: Which, clock: Clock): Promise<Cleaned> {
  try {
    return await clean(patient(cloudWatchOf(aws), clock), which);
  } catch (error) {
    throw inWords(error, aws);
  }
}

function cleanedText({ deleted, running, leftAlone }: Cleaned, region: string): string {
  const runs = [...running].map(([run, alarms]) => {
    const until = Number.isFinite(overAt(run)) ? `may go on until ${iso(overAt(run)).slice(0, 16)}Z` : 'has no time';
    return `  ${run}: ${counted(alarms, 'alarm')}, ${until}`;
  });
  const lines = [
    `${counted(deleted.length, 'alarm')} deleted in ${region}.`,
    ...(leftAlone.length === 0 ? [] : [`Not made by 'vigil verify', and left alone: ${leftAlone.join(', ')}.`]),
    ...(runs.length === 0
      ? []
      : ["Left alone, for somebody may need them. '--run RUN' or '--all' deletes them:", ...runs]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A file of its own for each run: a record that cost money is not overwritten. */
function outputFor({ record, region }: VerifyOptions, run: string): OutputFile {
  const file = record ?? join(RECORDS, `${run}-${region}.json`);
  return { what: 'The record', option: '--record', file, isNew: true };
}

/** What cost money is not lost: a record that cannot be written is printed. */
function write(record: VerificationRecord, file: OutputFile, terminal: Terminal): void {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  try {
    writeOutputFile(file, text, terminal);
  } catch (error) {
    terminal.stdout.write(text);
    throw error;
  }
}
