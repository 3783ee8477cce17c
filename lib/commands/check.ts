import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { afterRun, averageLatency, type CheckState } from '../../lambda/shared/health/check-state';
import { violationsText } from '../../lambda/shared/health/check-text';
import type { CheckDependencies, CheckResult, CustomMatcher, HealthCheck, Violation } from '../contracts/health-checks';
import { runChecks } from '../probes/pace';
import { mistakeText, readHealthChecks } from '../probes/read-health-checks';
import { runCheck } from '../probes/run-check';
import { type Cell, table } from '../rehearsal/preview/table';
import { Aws } from './aws/aws';
import { changeOf } from './changes';
import { CheckError, UsageError } from './errors';
import { loadMatchers } from './matchers-module';
import { secretIn } from './secret-variables';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface CheckOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly allowPrivate?: boolean;
  readonly tag?: readonly string[];
}

/** Runs the health checks of a file once, or again and again. @throws CheckError if one fails */
export async function check(file: string, options: CheckOptions, terminal: Terminal): Promise<void> {
  if (options.watch) return runAgainAndAgain(file, options, terminal);
  const suite = await read(file, options, terminal);
  const rows = await run(suite, suite.checks, new Map(), options, terminal);
  if (options.json) terminal.stdout.write(`${JSON.stringify(rows.map(asJson), null, 2)}\n`);
  else terminal.stdout.write(`${tableOf(rows, terminal)}\n`);
  const failed = rows.filter(({ violations }) => violations.length > 0).length;
  if (failed > 0) throw new CheckError(`${failed} of ${rows.length} health checks failed.`);
}

/** The checks of a file, with what it names. */
interface Suite {
  readonly checks: readonly HealthCheck[];
  readonly matchers: Readonly<Record<string, CustomMatcher>>;
}

async function read(file: string, { tag: tags = [] }: CheckOptions, { cwd }: Terminal): Promise<Suite> {
  const path = resolve(cwd(), file);
  const text = textOf(path, file);
  const shown = relative(cwd(), path);
  // the module is known only after the file is read, and its names are needed to read it
  const named = readHealthChecks(text, shown, { customMatchers: () => [] }).matchers;
  const matchers = named === undefined ? {} : await loadMatchers(resolve(dirname(path), named), named);
  const { checks, mistakes } = readHealthChecks(text, shown, { customMatchers: () => Object.keys(matchers) });
  if (mistakes.length > 0)
    throw new UsageError(`the health checks have mistakes:\n${mistakes.map(mistakeText).join('\n')}`);
  const chosen = checks.filter((each) => tags.length === 0 || each.tags.some((tag) => tags.includes(tag)));
  if (chosen.length > 0) return { checks: chosen, matchers };
  const known = [...new Set(checks.flatMap((each) => each.tags))];
  const advice = known.length === 0 ? 'No check has tags.' : `There are: ${known.join(', ')}.`;
  throw new UsageError(`no check has the tag ${tags.join(' or ')}. ${advice}`);
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}.` : `${file} cannot be read: ${message}.`);
  }
}

/** One line of the output. */
interface Row {
  readonly check: HealthCheck;
  /** Undefined: the check only runs where Vigil is deployed. */
  readonly result?: CheckResult;
  /** Also of the latency, which a result alone does not judge. */
  readonly violations: readonly Violation[];
}

type States = Map<string, CheckState>;

async function run(
  { matchers }: Suite,
  checks: readonly HealthCheck[],
  states: States,
  { allowPrivate = false }: CheckOptions,
  { cwd, env }: Terminal,
): Promise<Row[]> {
  const aws = new Aws(cwd(), env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']);
  const dependencies: CheckDependencies = {
    now: Date.now,
    allowPrivate,
    matchers,
    secret: async (reference) => secretIn(env, reference),
    content: (name) => states.get(name)?.content,
    heartbeat: async () => ({ since: Date.now() }),
    invoke: async (functionName, payload, signal) => {
      const answer = await aws.ask('Lambda', 'InvokeFunction', (client) =>
        client.invoke(
          { FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload ?? {})) },
          { abortSignal: signal },
        ),
      );
      return { body: Buffer.from(answer.Payload ?? []).toString(), error: answer.FunctionError };
    },
  };
  return Promise.all(
    runChecks(checks, async (each) => {
      if (each.type === 'heartbeat') return { check: each, violations: [] };
      const result = await runCheck(each, dependencies);
      return { check: each, result, violations: [...result.violations, ...latencyViolation(each, result)] };
    }),
  );
}

/** The average of a single run is its latency. A time-out says it already. */
function latencyViolation({ latencyLimitMs: limit }: HealthCheck, { latencyMs, violations }: CheckResult): Violation[] {
  if (limit === undefined || latencyMs <= limit || violations.some(({ code }) => code === 'timeout')) return [];
  return [{ code: 'latency', message: `the latency is above its limit: ${latencyMs} ms, of at most ${limit} ms` }];
}

const NOT_RUN = 'runs only where it is deployed';

const asJson = ({ check: { name }, result, violations }: Row) =>
  result === undefined
    ? { name, ok: null, violations, latencyMs: null, notRun: NOT_RUN }
    : { name, ok: violations.length === 0, violations, latencyMs: result.latencyMs };

function tableOf(rows: readonly Row[], terminal: Terminal): string {
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const cells = rows.map(({ check: { name }, result, violations }): Cell[] => [
    verdictOf(result, violations),
    { text: name },
    { text: result === undefined ? '' : `${result.latencyMs} ms`, style: 'faint' },
    { text: result === undefined ? NOT_RUN : violations.map(violationText).join('\n') },
  ]);
  return table(cells, [{ atMost: 8 }, { atMost: 40 }, { atMost: 10, align: 'right' }, {}], page).join('\n');
}

function verdictOf(result: CheckResult | undefined, violations: readonly Violation[]): Cell {
  if (result === undefined) return { text: 'not run', style: 'faint' };
  return violations.length === 0 ? { text: 'ok' } : { text: 'failed', style: 'alert' };
}

const violationText = ({ step, message }: Violation): string => (step === undefined ? message : `${step}: ${message}`);

/** Until the process is ended: each check at its interval, all again when the file changes. */
async function runAgainAndAgain(file: string, options: CheckOptions, terminal: Terminal): Promise<void> {
  if (options.json) throw new UsageError('--json prints the results of one run. Leave out --watch.');
  const end = new AbortController();
  terminal.on?.('SIGINT', () => end.abort());
  const path = resolve(terminal.cwd(), file);
  for (;;) {
    const changed = new AbortController();
    const change = changeOf([path], end.signal).finally(() => changed.abort());
    try {
      await watch(await read(file, options, terminal), changed.signal, options, terminal);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.stderr.write(`vigil: ${error.message}\n`);
    }
    if (!(await change)) return;
  }
}

/** Shows all results once, and then what alerts would say. */
async function watch(suite: Suite, signal: AbortSignal, options: CheckOptions, terminal: Terminal): Promise<void> {
  const states: States = new Map();
  const dueAt = new Map<string, number>();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const now = Date.now();
    const due = suite.checks.filter(({ name }) => (dueAt.get(name) ?? 0) <= now);
    for (const { name, intervalSeconds } of due) dueAt.set(name, now + intervalSeconds * 1000);
    const rows = await run(suite, due, states, options, terminal);
    if (isFirst) terminal.stdout.write(`${tableOf(rows, terminal)}\n`);
    for (const { check: each, result } of rows) {
      if (result !== undefined) report(each, result, states, terminal);
    }
    await pause(Math.min(...dueAt.values()) - Date.now(), signal);
  }
}

function report(settings: HealthCheck, result: CheckResult, states: States, terminal: Terminal): void {
  const { state, message } = afterRun(states.get(settings.name), settings, result, result.at);
  states.set(settings.name, state);
  if (message === undefined) return;
  const average = averageLatency(state);
  const measured = average === undefined ? '' : ` (${Math.round(average)} ms on average)`;
  const text = message.kind === 'ended' ? `is well again${measured}` : violationsText(message);
  const time = new Date(message.at).toISOString().slice(11, 19);
  const style = message.kind === 'ended' ? 'faint' : 'alert';
  terminal.stdout.write(`${time}  ${painterFor(terminal)(style, message.kind)}  ${settings.name}: ${text}\n`);
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, milliseconds));
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
