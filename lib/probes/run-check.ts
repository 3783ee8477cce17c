import type {
  CheckDependencies,
  CheckResult,
  ContentAge,
  Expectations,
  HealthCheck,
  Violation,
} from '../contracts/health-checks';
import { Failure } from './failure';
import { conditionViolations, judge, uses, violationOf } from './judge';
import { contentAge } from './matchers';
import { failureOf } from './network/failures';
import { type Network, networkOf } from './network/network';
import { daysUntil, type Observation } from './observation';
import { observe } from './observe';
import { runSteps } from './run-steps';

/** Runs a check once. What fails is in the result: nothing is thrown for it. */
export async function runCheck(
  check: HealthCheck,
  dependencies: CheckDependencies,
  network: Network = networkOf(dependencies.allowPrivate),
): Promise<CheckResult> {
  const at = dependencies.now();
  const begin = performance.now();
  const { signal, over, end } = timeLimit(check.timeoutMs);
  try {
    const { observation, violations } = await Promise.race([run(check, dependencies, network, signal), over]);
    return resultOf(check, at, observation, violations, dependencies);
  } catch (error) {
    const failure = signal.aborted ? new Failure('timeout', `${check.timeoutMs} ms`) : failureOf(error);
    // any other error is one of this code, which a result would hide
    if (failure === undefined) throw error;
    const latencyMs = failure.code === 'timeout' ? check.timeoutMs : Math.round(performance.now() - begin);
    return { name: check.name, ok: false, violations: [violationOf(failure)], latencyMs, at };
  } finally {
    end();
  }
}

/** The time limit of a run: it also ends what cannot be aborted, such as a lookup or a custom matcher. */
function timeLimit(milliseconds: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Failure('timeout'));
    }, milliseconds);
  });
  over.catch(() => {});
  return { signal: controller.signal, over, end: () => clearTimeout(timer) };
}

interface Run {
  readonly observation: Observation;
  readonly violations: readonly Violation[];
}

async function run(
  check: HealthCheck,
  dependencies: CheckDependencies,
  network: Network,
  signal: AbortSignal,
): Promise<Run> {
  if (check.type === 'steps') return runSteps(check.name, check.steps, dependencies, network, signal);
  const expectations: Expectations = 'matchers' in check ? check : { matchers: [], conditions: [] };
  try {
    const { observation, violations = [] } = await observe(check, dependencies, network, signal);
    const judged = await judge(observation, expectations, { name: check.name, dependencies, signal });
    // an expired certificate is one violation, whoever notices it
    const others = judged.filter(({ code }) => !violations.some((each) => each.code === code));
    return { observation, violations: [...violations, ...others] };
  } catch (error) {
    if (signal.aborted || !mayBeUnconnected(error, expectations)) throw error;
    return { observation: { latencyMs: 0 }, violations: [] };
  }
}

/** Whether the conditions are about a connection that is not to be made, such as `[CONNECTED] == false`. */
function mayBeUnconnected(error: unknown, { conditions }: Expectations): boolean {
  const isRefused = failureOf(error)?.code === 'refused' || failureOf(error)?.code === 'unreachable';
  if (!isRefused || !uses(conditions, 'CONNECTED')) return false;
  return conditionViolations(conditions, { responseTimeMs: 0, isConnected: false }).length === 0;
}

function resultOf(
  check: HealthCheck,
  at: number,
  observation: Observation,
  violations: readonly Violation[],
  dependencies: CheckDependencies,
): CheckResult {
  const { latencyMs, status, certificateExpires, domainExpires } = observation;
  const isAnswered = !violations.some(({ code }) => code === 'status');
  return {
    name: check.name,
    ok: violations.length === 0,
    violations,
    latencyMs: Math.round(latencyMs),
    at,
    status,
    certificateDays: daysUntil(certificateExpires, at),
    domainDays: daysUntil(domainExpires, at),
    content: isAnswered ? contentOf(check, observation, dependencies) : undefined,
  };
}

function contentOf(check: HealthCheck, { body }: Observation, dependencies: CheckDependencies): ContentAge | undefined {
  const isStale = 'matchers' in check && check.matchers.some(({ matcher }) => matcher === 'stale');
  return isStale ? contentAge(body, dependencies.content(check.name), dependencies.now()) : undefined;
}
