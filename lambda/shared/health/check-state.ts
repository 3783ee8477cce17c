import type { CheckResult, CheckSettings, ContentAge, ViolationCode } from '../../../lib/contracts/health-checks';

/** How many runs error rate and average latency are of. */
export const WINDOW = 7;

/** What can be wrong with a check: an alert names each once, whatever single runs failed with. */
export type ViolationKind = 'error' | 'latency' | 'stale' | 'certificate' | 'domain' | 'heartbeat';

/** What a single run proves, since time is in it already. Whatever else a run fails with is an error. */
const PROVEN_BY_ONE_RUN: Partial<Record<ViolationCode, ViolationKind>> = {
  stale: 'stale',
  certificate_days: 'certificate',
  domain_days: 'domain',
  heartbeat: 'heartbeat',
};

export interface OpenViolation {
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** What the newest run showed. */
  readonly reason: string;
}

export type Violations = Readonly<Partial<Record<ViolationKind, OpenViolation>>>;
type Times = Readonly<Partial<Record<ViolationKind, number>>>;

/** From the first alert about a check to its recovery. */
export interface OpenAlert {
  /** In milliseconds since 1970. */
  readonly since: number;
  /** What the alerts about it have named and is still so. */
  readonly named: readonly ViolationKind[];
  /** When the newest of them was sent. */
  readonly notifiedAt: number;
}

/** All that is kept of a check between two runs. */
export interface CheckState {
  /** When the newest run began, in milliseconds since 1970. */
  readonly ranAt: number;
  /** Whether each of the newest runs failed, the oldest first. */
  readonly failed: readonly boolean[];
  /** Of the newest runs that had an answer or timed out, in milliseconds, the oldest first. */
  readonly latencies: readonly number[];
  readonly failuresInARow: number;
  readonly violations: Violations;
  /** When an alert last named each, also in an earlier incident. */
  readonly namedAt: Times;
  /** Undefined: no alert about the check is open. */
  readonly alert?: OpenAlert;
  /** What the newest alert named, also after it has ended. */
  readonly newestAlert?: Violations;
  readonly content?: ContentAge;
  readonly certificateDays?: number;
  readonly domainDays?: number;
}

/** A change that people are notified of. */
export interface CheckMessage {
  readonly kind: 'begun' | 'changed' | 'reminder' | 'ended';
  /** In milliseconds since 1970. */
  readonly at: number;
  /** When the first alert was sent. */
  readonly since: number;
  readonly violations: Violations;
  /** What is not so any more. */
  readonly over: readonly ViolationKind[];
}

/** The part of a check's settings that its state depends on. */
export type JudgedBy = Pick<
  CheckSettings,
  'cooldownSeconds' | 'reminderSeconds' | 'latencyLimitMs' | 'errorThreshold' | 'consecutiveFailures'
>;

/** The moving average of the latency; undefined until there are seven. */
export const averageLatency = ({ latencies }: Pick<CheckState, 'latencies'>): number | undefined =>
  latencies.length < WINDOW ? undefined : latencies.reduce((sum, latency) => sum + latency, 0) / WINDOW;

/** The share of the newest seven runs that failed. Runs that are yet to come count as good. */
export const errorRate = ({ failed }: Pick<CheckState, 'failed'>): number => failed.filter(Boolean).length / WINDOW;

/** The state of a check after a run, and what people are notified of: at most one message. */
export function afterRun(
  known: CheckState | undefined,
  settings: JudgedBy,
  result: CheckResult,
  now: number,
): { readonly state: CheckState; readonly message?: CheckMessage } {
  const errors = result.violations.filter(({ code }) => PROVEN_BY_ONE_RUN[code] === undefined);
  const hasFailed = errors.length > 0;
  const hasLatency = !hasFailed || result.status !== undefined || errors.some(({ code }) => code === 'timeout');
  const measured = {
    ranAt: result.at,
    failed: newest([...(known?.failed ?? []), hasFailed]),
    latencies: newest([...(known?.latencies ?? []), ...(hasLatency ? [result.latencyMs] : [])]),
    failuresInARow: hasFailed ? (known?.failuresInARow ?? 0) + 1 : 0,
    content: result.content ?? known?.content,
    certificateDays: result.certificateDays ?? known?.certificateDays,
    domainDays: result.domainDays ?? known?.domainDays,
  };
  const reasons = {
    ...unprovenReasons(known?.violations ?? {}, hasFailed),
    ...reasonsOf(measured, settings, result),
  };
  const violations = Object.fromEntries(
    Object.entries(reasons).map(([kind, reason]) => [
      kind,
      { since: known?.violations[kind as ViolationKind]?.since ?? now, reason },
    ]),
  );
  const { namedAt = {}, alert, newestAlert } = known ?? {};
  const state = { ...measured, violations, namedAt, alert, newestAlert };
  const message = messageOf(state, settings, now);
  return message === undefined ? { state } : { state: withMessage(state, message), message };
}

const newest = <T>(all: readonly T[]): T[] => all.slice(-WINDOW);

/** What only a good run could have ended. */
const unprovenReasons = (before: Violations, hasFailed: boolean): Partial<Record<ViolationKind, string>> =>
  hasFailed
    ? Object.fromEntries(
        Object.values(PROVEN_BY_ONE_RUN).flatMap((kind) => {
          const open = before[kind];
          return open === undefined ? [] : [[kind, open.reason]];
        }),
      )
    : {};

function reasonsOf(
  measured: Pick<CheckState, 'failed' | 'latencies' | 'failuresInARow'>,
  { latencyLimitMs, errorThreshold, consecutiveFailures }: JudgedBy,
  { violations }: CheckResult,
): Partial<Record<ViolationKind, string>> {
  const average = averageLatency(measured);
  const isSlow = latencyLimitMs !== undefined && average !== undefined && average > latencyLimitMs;
  const isFailing = errorRate(measured) >= errorThreshold || measured.failuresInARow >= consecutiveFailures;
  const proven = violations.flatMap(({ code, message }) => {
    const kind = PROVEN_BY_ONE_RUN[code];
    return kind === undefined ? [] : [[kind, sentence(message)] as const];
  });
  return {
    ...(isFailing && { error: failureReason(measured, violations) }),
    ...(isSlow && {
      latency: `The average latency of the last ${WINDOW} runs is ${Math.round(average)} ms, above the limit of ${latencyLimitMs} ms.`,
    }),
    ...Object.fromEntries(proven),
  };
}

function failureReason(
  { failed, failuresInARow }: Pick<CheckState, 'failed' | 'failuresInARow'>,
  violations: CheckResult['violations'],
): string {
  const count = failed.filter(Boolean).length;
  const share =
    failuresInARow >= count
      ? `The last ${failuresInARow} runs failed.`
      : `${count} of the last ${failed.length} runs failed.`;
  const newestError = violations.find(({ code }) => PROVEN_BY_ONE_RUN[code] === undefined);
  if (newestError === undefined) return `${share} The newest run succeeded.`;
  const step = newestError.step === undefined ? '' : `${newestError.step}: `;
  return `${step}${sentence(newestError.message)} ${share}`;
}

/** A custom matcher may end what it says as it likes. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** An alert ends when nothing is wrong any more; a violation that the cooldown silenced keeps it open. */
function messageOf(state: CheckState, settings: JudgedBy, now: number): CheckMessage | undefined {
  const { violations, alert } = state;
  const open = kindsOf(violations);
  const isDue = (kind: ViolationKind) => now - (state.namedAt[kind] ?? -Infinity) >= settings.cooldownSeconds * 1000;
  const about = { at: now, since: alert?.since ?? now, violations };
  if (alert === undefined) return open.some(isDue) ? { ...about, kind: 'begun', over: [] } : undefined;
  const over = alert.named.filter((kind) => !open.includes(kind));
  if (open.length === 0) return { ...about, kind: 'ended', over };
  const isNew = open.some((kind) => !alert.named.includes(kind) && isDue(kind));
  if (isNew || over.length > 0) return { ...about, kind: 'changed', over };
  const { reminderSeconds } = settings;
  const isReminded = reminderSeconds !== undefined && now - alert.notifiedAt >= reminderSeconds * 1000;
  return isReminded ? { ...about, kind: 'reminder', over } : undefined;
}

/** A message names all that is wrong. */
function withMessage(state: CheckState, { kind, at, since }: CheckMessage): CheckState {
  if (kind === 'ended') return { ...state, alert: undefined };
  const named = kindsOf(state.violations);
  const namedAt = { ...state.namedAt, ...Object.fromEntries(named.map((each) => [each, at])) };
  return { ...state, namedAt, alert: { since, named, notifiedAt: at }, newestAlert: state.violations };
}

export const kindsOf = (violations: Violations): ViolationKind[] => Object.keys(violations) as ViolationKind[];
