import type { Item } from '../../../../lambda/shared/aws/items';
import { afterRun, type CheckMessage, type CheckState } from '../../../../lambda/shared/health/check-state';
import { itemOf } from '../../../../lambda/shared/health/check-store';
import { targetOf } from '../../../../lambda/shared/health/check-target';
import { noticeOf } from '../../../../lambda/shared/health/check-text';
import { valuesOf } from '../../../../lambda/shared/health/check-values';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  type CheckNotice,
  checkAlarmName,
  checkKey,
  checksTableOf,
  type HealthCheckerSettings,
} from '../../../contracts/health-checker';
import {
  type CheckResult,
  type CheckSettings,
  type CheckType,
  type HealthCheck,
  VIOLATIONS,
  type ViolationCode,
} from '../../../contracts/health-checks';
import type { Key } from '../../../contracts/notifier-table';
import { Severity } from '../../../contracts/severity';
import type { Assembly } from '../../assembly/model';
import type { Behaviour, Minute, Published } from './behaviour';

/** What a check of each type finds that fails. */
const FAILURES: Readonly<Record<CheckType, readonly [code: ViolationCode, detail?: string]>> = {
  http: ['status', '503'],
  steps: ['status', '503'],
  function: ['status', '503'],
  tcp: ['refused'],
  tls: ['refused'],
  dns: ['dns', 'NXDOMAIN'],
  domain: ['domain_unknown'],
  heartbeat: ['heartbeat'],
};

/** Where the file of checks is not beside the template: the defaults of such a file. */
const SETTINGS: Omit<CheckSettings, 'name'> = {
  intervalSeconds: 60,
  cooldownSeconds: 600,
  severity: Severity.P1,
  regions: [],
  tags: [],
  timeoutMs: 10_000,
  errorThreshold: 0.5,
  consecutiveFailures: 3,
};
const UNKNOWN = {
  ...SETTINGS,
  type: 'http',
  url: '',
  method: 'GET',
  headers: {},
  redirects: 0,
  matchers: [],
  conditions: [],
} as const;

/** A slow check takes twelve times as long: that is above its limit, a usual run is not. */
const SHARE_OF_LIMIT = 0.25;
const USUAL_MS = 120;

/** What the notifier is asked to say about a check. */
export interface Asked {
  /** The queue of the notifier. */
  readonly commandsUrl: string;
  readonly notice: CheckNotice;
}

/** The health checks of an app, judged by their own code, on made answers. */
export class HealthChecks {
  #asked: Asked[] = [];
  readonly #states = new Map<string, CheckState>();
  readonly #targets = new Map<string, string | undefined>();

  public constructor(private readonly assembly: Pick<Assembly, 'healthCheckers' | 'alarms'>) {}

  /** Changes of open alerts and reminders since the last call. */
  public takeAsked(): readonly Asked[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  /** Of a check, or of all of a checker together. */
  public behaviourOf(dimensions: Readonly<Record<string, string>>): Behaviour {
    const { [CHECKER_DIMENSION]: checker = '', [CHECK_DIMENSION]: name } = dimensions;
    if (name === undefined) return { minute: ({ minutes }) => this.#together(checker, minutes) };
    const found = this.assembly.healthCheckers.find(({ settings }) => settings.checker === checker);
    const check = found?.checks.find((each) => each.name === name) ?? { ...UNKNOWN, name };
    this.#targets.set(
      keyOf(checksTableOf(checker), name),
      check.type === 'http' && check.url === '' ? undefined : targetOf(check),
    );
    return { minute: (minute) => this.#run(checker, check, found?.settings, minute) };
  }

  /** What the table of states has of a check. */
  public itemOf(tableName: string, { pk, sk }: Key): Item | undefined {
    if (pk !== checkKey(sk).pk) return undefined;
    const key = keyOf(tableName, sk);
    const state = this.#states.get(key);
    return (
      state &&
      itemOf({ name: sk, target: this.#targets.get(key), addedAt: state.ranAt, dueAt: state.ranAt, state, unsent: [] })
    );
  }

  #run(checker: string, check: HealthCheck, settings: HealthCheckerSettings | undefined, minute: Minute): Published {
    const key = keyOf(checksTableOf(checker), check.name);
    const result = resultOf(check, minute);
    const { state, message } = afterRun(this.#states.get(key), check, result, result.at);
    this.#states.set(key, state);
    if (message !== undefined && settings !== undefined) this.#ask(settings, check.name, message);
    const values = Object.entries(valuesOf(state));
    return Object.fromEntries(values.map(([name, value]) => [name, [[value, minute.minutes]]]));
  }

  #ask({ checker, alarms, commandsUrl }: HealthCheckerSettings, check: string, message: CheckMessage): void {
    const name = checkAlarmName(alarms, check);
    const alarm = this.assembly.alarms.find((each) => each.name === name);
    if (commandsUrl === undefined || alarm === undefined) return;
    const target = this.#targets.get(keyOf(checksTableOf(checker), check));
    const notice = noticeOf({ checker, check, target, alarmArn: alarm.arn }, message);
    if (notice !== undefined) this.#asked.push({ commandsUrl, notice });
  }

  #together(checker: string, minutes: number): Published {
    const table = checksTableOf(checker);
    const states = [...this.#states].flatMap(([key, state]) => (key.startsWith(keyOf(table, '')) ? [state] : []));
    return { HealthCheckViolations: states.map((state) => [valuesOf(state).HealthCheckViolations, minutes]) };
  }
}

const keyOf = (tableName: string, check: string): string => `${tableName}\u0000${check}`;

function resultOf(check: HealthCheck, { condition, random, time }: Minute): CheckResult {
  const [code, detail] = FAILURES[check.type];
  const violations = condition.errors > random.next() ? [violation(code, detail)] : [];
  const certificateDays = Math.floor(condition.daysLeft);
  const least = leastCertificateDays(check);
  if (least !== undefined && certificateDays < least) {
    violations.push(violation('certificate_days', `in ${certificateDays} days, of at least ${least}`));
  }
  const usual = check.latencyLimitMs === undefined ? USUAL_MS : SHARE_OF_LIMIT * check.latencyLimitMs;
  return {
    name: check.name,
    ok: violations.length === 0,
    violations,
    latencyMs: Math.min(check.timeoutMs, Math.round(usual * condition.latency * random.between(0.8, 1.2))),
    at: time * 1000,
    status: code === 'status' ? (violations.length === 0 ? 200 : 503) : undefined,
    ...(least !== undefined && { certificateDays }),
  };
}

const violation = (code: ViolationCode, detail?: string) => ({
  code,
  message: detail === undefined ? VIOLATIONS[code] : `${VIOLATIONS[code]}: ${detail}`,
});

function leastCertificateDays(check: HealthCheck): number | undefined {
  const matchers = 'matchers' in check ? check.matchers : [];
  return matchers.flatMap((each) => (each.matcher === 'certificate' ? each.certificateDays : []))[0];
}
