import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { version } from 'cdk-vigil/package.json';
import { counted } from '../rehearsal/preview/units';
import { clean } from '../rehearsal/verification/clean';
import { type Clock, CloudWatchError } from '../rehearsal/verification/cloud-watch';
import { PREFIX } from '../rehearsal/verification/names';
import { patient } from '../rehearsal/verification/patience';
import { type Amounts, amountsOf, type Plan, planFor, questionsIn } from '../rehearsal/verification/plan';
import { policyFor } from '../rehearsal/verification/policy';
import { recordOf, type VerificationRecord } from '../rehearsal/verification/record';
import { ask, NotCleaned, type Outcome } from '../rehearsal/verification/run';
import { type Shapes, shapesIn, shapesOfRules } from '../rehearsal/verification/shapes';
import { Aws } from './aws/aws';
import { cloudWatchOf } from './aws/cloud-watch';
import { CheckError, UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';
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
  if (options.policy) return void terminal.stdout.write(`${JSON.stringify(policyFor(region), null, 2)}\n`);
  const aws = new Aws(terminal.cwd(), region);
  if (options.clean) return cleanUp(aws, terminal, clock);
  const shapes = await shapesFor(options, terminal);
  terminal.stderr.write(`Makes series for ${counted(shapes.shapes.length, 'condition')}.\n\n`);
  const plan = planFor(shapes, options.long ?? false);
  const amounts = amountsOf(plan);
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const text = planText(plan, amounts, region, page);
  if (options.dryRun) return void terminal.stdout.write(text);
  terminal.stderr.write(text);
  const file = outputFor(options, clock);
  checkOutputFile(file, terminal);
  await agree(amounts, options, terminal);
  const startedAt = new Date(clock.now() * 1000).toISOString();
  const outcome = await run(plan, aws, terminal, clock);
  const endedAt = new Date(clock.now() * 1000).toISOString();
  const record = recordOf(plan, outcome, { vigil: version, region, startedAt, endedAt });
  write(record, file, terminal);
  terminal.stdout.write(options.json ? `${JSON.stringify(record, null, 2)}\n` : resultText(record, page));
  terminal.stderr.write(`The record is written to ${file.file}. Commit it, and 'vigil preview' shows it.\n`);
  const wrong = record.shapes.filter(({ outcome }) => outcome === 'differs' || outcome === 'refused');
  if (wrong.length > 0)
    throw new CheckError(`${counted(wrong.length, 'condition')} of rules does not behave on AWS as simulated.`);
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

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function run(plan: Plan, aws: Aws, terminal: Terminal, clock: Clock): Promise<Outcome> {
  const interruption = new AbortController();
  const ignore = (): void => {
    for (const signal of SIGNALS) terminal.off?.(signal, interrupt);
  };
  // a second signal ends the process at once
  const interrupt = (): void => {
    ignore();
    interruption.abort();
  };
  for (const signal of SIGNALS) terminal.on?.(signal, interrupt);
  try {
    const { outcome } = await ask({
      ...{ id: randomBytes(4).toString('hex'), questions: questionsIn(plan), refused: plan.refused },
      ...{ cloudWatch: cloudWatchOf(aws), clock, end: interruption.signal },
      progress: (text) => terminal.stderr.write(`${text}\n`),
    });
    if (outcome === undefined) throw new CheckError('Interrupted. All alarms are deleted; there is no record.');
    return outcome;
  } catch (error) {
    throw inWords(error, aws);
  } finally {
    ignore();
  }
}

function inWords(error: unknown, { region }: Aws): unknown {
  if (error instanceof NotCleaned)
    return new CheckError(`${error.message} Delete it with: vigil verify --clean --region ${region}`);
  if (!(error instanceof CloudWatchError)) return error;
  const advice = error.kind === 'denied' ? ` 'vigil verify --policy --region ${region}' prints what is needed.` : '';
  return error.kind === 'denied' ? new UsageError(`${error.message}${advice}`) : new CheckError(error.message);
}

async function cleanUp(aws: Aws, terminal: Terminal, clock: Clock): Promise<void> {
  const { deleted, leftAlone } = await clean(patient(cloudWatchOf(aws), clock), PREFIX).catch((error) => {
    throw inWords(error, aws);
  });
  const others = leftAlone.length === 0 ? '' : ` Not made by 'vigil verify', and left alone: ${leftAlone.join(', ')}.`;
  terminal.stdout.write(`${counted(deleted.length, 'alarm')} deleted in ${aws.region}.${others}\n`);
}

function outputFor({ record, region }: VerifyOptions, clock: Clock): OutputFile {
  const day = new Date(clock.now() * 1000).toISOString().slice(0, 10);
  return { what: 'The record', option: '--record', file: record ?? join(RECORDS, `${day}-${region}.json`) };
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
