import {
  checkAlarmName,
  type HealthCheckerSettings,
  type HeartbeatUrls,
  type ProbeRequest,
  type RoundRequest,
  type UrlRequest,
} from '../../../lib/contracts/health-checker';
import type { CheckDependencies, CheckResult, HealthCheck, RunCheck } from '../../../lib/contracts/health-checks';
import { runChecks } from '../../../lib/probes/pace';
import type { Emitter } from '../../runtime/emitter';
import { reasonOf, Transient } from '../../shared/failure';
import { agreedResult } from '../../shared/health/agreement';
import { afterRun, type CheckMessage } from '../../shared/health/check-state';
import { type CheckRow, CheckStore } from '../../shared/health/check-store';
import { targetOf } from '../../shared/health/check-target';
import { noticeOf } from '../../shared/health/check-text';
import { Secrets } from '../../shared/secrets';
import { checkEmitter, publishCheck } from './check-record';
import type { HealthAws } from './health-aws';
import { type HeartbeatRequest, Heartbeats } from './heartbeats';

/** What the function needs from outside, so that tests can replace it. */
export interface HealthCheckerDependencies {
  readonly aws: HealthAws;
  readonly runCheck: RunCheck;
  readonly matchers: CheckDependencies['matchers'];
  /** The region that the function runs in. */
  readonly region: string;
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
}

/** One invocation. */
interface Round {
  /** When it was due, in milliseconds since 1970. */
  readonly dueAt: number;
  /** How the ARNs of this account's alarms begin. */
  readonly alarmArn: string;
  readonly rows: ReadonlyMap<string, CheckRow>;
  /** What other regions see, by region, then by check. */
  readonly elsewhere: ReadonlyMap<string, Promise<ReadonlyMap<string, CheckResult>>>;
}

/** Runs the checks that are due, keeps their states, publishes their metrics, and has changes of open alerts sent. */
export class HealthChecker {
  readonly #store: CheckStore;
  readonly #secrets: Secrets;
  readonly #emitter: Emitter;
  readonly #heartbeats: Heartbeats;

  public constructor(
    private readonly settings: HealthCheckerSettings,
    private readonly checks: readonly HealthCheck[],
    private readonly around: HealthCheckerDependencies,
    urls?: HeartbeatUrls,
  ) {
    this.#store = new CheckStore(around.aws);
    this.#secrets = new Secrets(around.aws, around.now, SECRETS_KEPT_MS);
    this.#emitter = checkEmitter(settings.checker);
    this.#heartbeats = new Heartbeats(settings.checker, checks, { ...around, secrets: this.#secrets }, urls);
  }

  /**
   * One round of one shard. What fails for one check keeps no other from running.
   *
   * @param functionArn of this function
   * @throws if something failed, after everything else is done
   */
  public async round({ shard, time }: RoundRequest, functionArn: string): Promise<void> {
    this.#heartbeats.forget();
    const rows = await this.#store.rows();
    const dueAt = Date.parse(time);
    const mine = this.checks.filter((_, index) => index % this.settings.shards === shard);
    const due = mine.filter((check) => isDue(check, rows.get(check.name), dueAt));
    const round: Round = { dueAt, alarmArn: alarmArnOf(functionArn), rows, elsewhere: this.#askElsewhere(due, rows) };
    const results = this.#runHere(due, this.#dependencies(rows));
    const work = mine.map((check) => {
      const row = rows.get(check.name) ?? { name: check.name, addedAt: dueAt, unsent: [] };
      return due.includes(check) ? this.#run(check, row, round, results.get(check)) : this.#repeat(check, row, round);
    });
    const removed = shard === 0 ? [...rows.values()].filter(({ name }) => !this.#has(name)) : [];
    const outcomes = await Promise.allSettled([
      ...work,
      ...removed.map((row) => this.#remove(row)),
      ...round.elsewhere.values(),
    ]);
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [reasonOf(outcome.reason)] : []));
    if (failures.length === 0) return;
    this.around.log('error', 'A part of the round failed', { shard, failures: [...new Set(failures)].slice(0, 20) });
    throw new Error(`${failures.length} of ${outcomes.length} parts of the round failed: ${failures[0]}`);
  }

  /** A job reports its heartbeat. */
  public heartbeat(request: HeartbeatRequest) {
    return this.#heartbeats.receive(request);
  }

  /** The URL by which a job reports its heartbeat. */
  public heartbeatUrl({ heartbeatUrl }: UrlRequest): Promise<string> {
    return this.#heartbeats.urlOf(heartbeatUrl);
  }

  /** Runs checks for the function of another region, which keeps their states. */
  public async probe({ probe }: ProbeRequest): Promise<readonly CheckResult[]> {
    const contents = new Map(probe.map(({ name, content }) => [name, content]));
    const dependencies = { ...this.#dependencies(new Map()), content: (name: string) => contents.get(name) };
    const asked = this.checks.filter(({ name }) => contents.has(name));
    return Promise.all(runChecks(asked, (check) => this.around.runCheck(check, dependencies)));
  }

  /** One of the same name, later, is not silent since the last heartbeat of this one. */
  async #remove(row: CheckRow): Promise<void> {
    await this.#heartbeats.remove(row.name);
    await this.#store.remove(row);
  }

  #has(name: string): boolean {
    return this.checks.some((check) => check.name === name);
  }

  #askElsewhere(due: readonly HealthCheck[], rows: Round['rows']): Round['elsewhere'] {
    return new Map(
      this.settings.probers.flatMap(({ region, functionName }) => {
        const asked = due.filter(({ regions }) => regions.includes(region));
        if (asked.length === 0) return [];
        const request: ProbeRequest = {
          probe: asked.map(({ name }) => ({ name, content: rows.get(name)?.state?.content })),
        };
        const slowest = Math.max(...asked.map(({ timeoutMs }) => timeoutMs));
        return [[region, this.#askRegion(region, functionName, request, slowest)] as const];
      }),
    );
  }

  async #askRegion(region: string, functionName: string, request: ProbeRequest, slowestMs: number) {
    const signal = AbortSignal.timeout(slowestMs + MARGIN_MS);
    const { body, error } = await this.around.aws.invoke(functionName, request, { region, signal });
    if (error !== undefined) throw new Transient(`The function in ${region} failed: ${error}`);
    const results: readonly CheckResult[] = JSON.parse(body);
    return new Map(results.map((result) => [result.name, result]));
  }

  /** The results of checks that this region runs. */
  #runHere(
    due: readonly HealthCheck[],
    dependencies: CheckDependencies,
  ): ReadonlyMap<HealthCheck, Promise<CheckResult>> {
    const { region, runCheck } = this.around;
    const here = due.filter(({ regions }) => regions.length === 0 || regions.includes(region));
    const results = runChecks(here, (check) => runCheck(check, dependencies));
    return new Map(here.map((check, index) => [check, results[index] as Promise<CheckResult>]));
  }

  async #run(check: HealthCheck, row: CheckRow, round: Round, here: Promise<CheckResult> | undefined): Promise<void> {
    const result = await this.#resultOf(check, round, here);
    // no region could ask: that is an error of the round
    if (result === undefined) return;
    const { state, message } = afterRun(row.state, check, result, round.dueAt);
    const isSent = this.settings.commandsUrl !== undefined;
    const unsent = [...row.unsent, ...(isSent && message !== undefined && isNotice(message) ? [message] : [])];
    const written = await this.#store.write({ ...row, target: targetOf(check), dueAt: round.dueAt, state, unsent });
    // another invocation has run it meanwhile
    if (written === undefined) return;
    if (message !== undefined) this.#log(check, message);
    publishCheck(this.#emitter, check.name, state, { ...this.settings, hasRun: true });
    await this.#send(check, written, round);
  }

  async #resultOf(check: HealthCheck, { elsewhere }: Round, here: Promise<CheckResult> | undefined) {
    const there = check.regions.map(async (region) =>
      (await elsewhere.get(region)?.catch(() => undefined))?.get(check.name),
    );
    const results = await Promise.all([here, ...there]);
    return agreedResult(results.filter((result): result is CheckResult => result !== undefined));
  }

  /** The state of a check that is not due: its alarm needs a datapoint each minute, whatever its interval is. */
  async #repeat(check: HealthCheck, row: CheckRow, round: Round): Promise<void> {
    publishCheck(this.#emitter, check.name, row.state, { ...this.settings, hasRun: false });
    await this.#send(check, row, round);
  }

  /** The notifier sends what it is asked for twice only once. */
  async #send(check: HealthCheck, row: CheckRow, { alarmArn }: Round): Promise<void> {
    const { commandsUrl, checker, alarms } = this.settings;
    if (row.unsent.length === 0 || commandsUrl === undefined) return;
    const about = {
      checker,
      check: check.name,
      target: row.target,
      alarmArn: `${alarmArn}${checkAlarmName(alarms, check.name)}`,
    };
    for (const message of row.unsent) {
      await this.around.aws.sendMessage(commandsUrl, JSON.stringify(noticeOf(about, message)), {});
    }
    await this.#store.write({ ...row, unsent: [] });
  }

  #log({ name }: HealthCheck, { kind, violations, over }: CheckMessage): void {
    this.around.log(kind === 'ended' ? 'info' : 'warn', `Health check: ${kind}`, { check: name, violations, over });
  }

  #dependencies(rows: Round['rows']): CheckDependencies {
    const { aws, now, matchers } = this.around;
    return {
      now,
      matchers,
      allowPrivate: this.settings.allowPrivate,
      secret: async ({ secret, field }) =>
        field === undefined ? this.#secrets.whole(secret) : this.#secrets.text(secret, field),
      content: (name) => rows.get(name)?.state?.content,
      heartbeat: async (name) => ({
        at: await this.#heartbeats.newest(name),
        since: rows.get(name)?.addedAt ?? now(),
      }),
      invoke: (functionName, payload, signal) => aws.invoke(functionName, payload, { signal }),
    };
  }
}

/** Until the answer of another region is there, after its slowest check. */
const MARGIN_MS = 5000;
/** A check runs as often as each minute, and each reading of a secret is paid. */
const SECRETS_KEPT_MS = 5 * 60_000;

/** Begin and end are the alarm's own messages. */
const isNotice = ({ kind }: CheckMessage): boolean => kind === 'changed' || kind === 'reminder';

/** Rounds are minutes, and intervals begin with 1970, so that a round that runs late does not delay the next. */
function isDue({ intervalSeconds }: HealthCheck, row: CheckRow | undefined, dueAt: number): boolean {
  if (row?.dueAt === undefined) return true;
  const interval = (time: number) => Math.floor(time / (intervalSeconds * 1000));
  return interval(dueAt) > interval(row.dueAt);
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:name` leads to `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:`. */
function alarmArnOf(functionArn: string): string {
  const [arn, partition, , region, account] = functionArn.split(':');
  return `${[arn, partition, 'cloudwatch', region, account, 'alarm'].join(':')}:`;
}
