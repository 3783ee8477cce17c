import type { HealthAws } from '../../../../lambda/functions/health-checker/health-aws';
import { HealthChecker } from '../../../../lambda/functions/health-checker/health-checker';
import { writeWith } from '../../../../lambda/runtime/output';
import type { CheckNotice, HealthCheckerSettings } from '../../../../lib/contracts/health-checker';
import type { CheckResult, HealthCheck, RunCheck } from '../../../../lib/contracts/health-checks';
import { runCheck } from '../../../../lib/probes/run-check';
import { httpCheck } from '../../../probes/support/checks';
import { SETTINGS } from '../../shared/health/settings';
import type { LoopbackAws } from '../../support/loopback-aws';

export const MINUTE = 60_000;
export const START = Date.parse('2026-11-02T00:00:00Z');
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checker';

export const checkNamed = (name: string, more: Partial<HealthCheck> = {}): HealthCheck =>
  ({ ...httpCheck(`https://${name}.example.com/`), ...SETTINGS, name, ...more }) as HealthCheck;

export type Run = Partial<CheckResult>;
export const GOOD: Run = { ok: true, violations: [], latencyMs: 100, status: 200 };
export const BAD: Run = {
  ok: false,
  violations: [{ code: 'status', message: 'HTTP 503.' }],
  latencyMs: 20,
  status: 503,
};
export const SLOW: Run = { ...GOOD, latencyMs: 5000 };

/** A line of the embedded metric format, as far as it matters here. */
export interface Line {
  readonly Check: string;
  readonly HealthCheckViolations: number;
  readonly [name: string]: unknown;
}

interface Setting {
  readonly aws: LoopbackAws;
  readonly checks?: readonly HealthCheck[];
  readonly settings?: Partial<HealthCheckerSettings>;
  /** What a check finds in a minute, and in a region. */
  readonly runAt?: (name: string, minute: number, region: string) => Run;
  /** Runs checks of this type as they are, instead of what `runAt` says. */
  readonly runs?: HealthCheck['type'];
  /** Between the function and AWS. */
  readonly through?: (aws: HealthAws) => HealthAws;
  readonly region?: string;
}

/** Rounds of functions, each a new one, at made times. */
export class Rounds {
  public readonly lines: Line[] = [];
  /** What ran, with the minute: `shop 3`. */
  public readonly ran: string[] = [];
  public readonly logged: string[] = [];
  public minute = 0;

  public constructor(public setting: Setting) {
    writeWith((line) => void this.lines.push(JSON.parse(line)));
  }

  public checker(): HealthChecker {
    const {
      aws,
      checks = [checkNamed('shop')],
      settings = {},
      runAt = () => GOOD,
      region = 'eu-west-1',
    } = this.setting;
    const { minute } = this;
    const runMade: RunCheck = async (check, dependencies) => {
      const { name, type } = check;
      this.ran.push(`${name} ${minute}`);
      if (type === this.setting.runs) return runCheck(check, dependencies);
      return { name, at: START + minute * MINUTE, ...GOOD, ...runAt(name, minute, region) } as CheckResult;
    };
    const direct = {
      ...aws.direct(),
      invoke: async (name: string, payload: unknown) => ({
        body: JSON.stringify(await aws.functions.get(name)?.(payload)),
      }),
    };
    return new HealthChecker(
      {
        checker: 'Shop-Vigil-HealthChecks',
        shards: 1,
        checks: checks.length,
        runsADay: 1440,
        allowPrivate: false,
        allMetrics: false,
        probers: [],
        alarms: { stack: 'Shop', component: 'HealthChecks' },
        commandsUrl: `${aws.url}/commands`,
        ...settings,
      },
      checks,
      {
        aws: this.setting.through?.(direct) ?? direct,
        runCheck: runMade,
        matchers: {},
        region,
        now: () => START + minute * MINUTE,
        log: (_, message, fields) => void this.logged.push(`${message} ${JSON.stringify(fields)}`),
      },
    );
  }

  public async run(minute: number, shard = 0): Promise<void> {
    this.minute = minute;
    const time = new Date(START + minute * MINUTE).toISOString();
    await this.checker().round({ shard, time }, FUNCTION_ARN);
  }

  public async runAll(from: number, to: number): Promise<void> {
    for (let minute = from; minute < to; minute++) await this.run(minute);
  }

  /** What the alarm of a check has seen: the values of its metric. */
  public violations(check = 'shop'): number[] {
    return this.lines.filter(({ Check }) => Check === check).map(({ HealthCheckViolations }) => HealthCheckViolations);
  }

  /** What the notifier was asked for, as it takes it: once. */
  public get notices(): string[] {
    const all = this.setting.aws.queued.map((body): CheckNotice => JSON.parse(body));
    return [...new Set(all.map(({ check, kind, at, text }) => `${check} ${(at - START) / MINUTE} ${kind} ${text}`))];
  }
}
