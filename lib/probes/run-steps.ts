import type { CheckDependencies, CheckStep, Violation } from '../contracts/health-checks';
import { resolved } from './conditions/evaluate';
import { parseReference } from './conditions/parse';
import { type Context, withContext } from './context';
import { Failure } from './failure';
import { observeHttp } from './http-check';
import { factsOf, judge, violationOf } from './judge';
import { failureOf } from './network/failures';
import type { Network } from './network/network';
import type { Observation } from './observation';

interface StepsResult {
  /** Of the last step that was answered; the latency is that of all. */
  readonly observation: Observation;
  readonly violations: readonly Violation[];
}

/** Runs requests one after another. After one that fails, only those run that always do. */
export async function runSteps(
  name: string,
  steps: readonly CheckStep[],
  dependencies: CheckDependencies,
  network: Network,
  signal: AbortSignal,
): Promise<StepsResult> {
  const violations: Violation[] = [];
  let context: Context = {};
  let observation: Observation = { latencyMs: 0 };
  for (const step of steps) {
    if (violations.length > 0 && !step.alwaysRun) continue;
    try {
      const answer = await observeHttp(withContext(step, context), dependencies, network, signal);
      const matching = { name, dependencies, signal };
      const found = await judge(answer, step, matching, context);
      observation = { ...answer, latencyMs: observation.latencyMs + answer.latencyMs };
      violations.push(...found.map((violation) => ({ ...violation, step: step.name })));
      // what a rejected answer says is kept too: a step that cleans up may need it
      context = { ...context, ...storedBy(step, answer, dependencies.now(), context, found.length > 0) };
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined || signal.aborted) throw error;
      violations.push({ ...violationOf(failure), step: step.name });
    }
  }
  return { observation, violations };
}

function storedBy(step: CheckStep, answer: Observation, now: number, context: Context, isRejected: boolean): Context {
  const facts = factsOf(answer, now, context);
  const values = Object.entries(step.store).map(
    ([name, text]) => [name, resolved(parseReference(text), facts)] as const,
  );
  const missing = values.find(([, value]) => value === undefined || value === null);
  if (missing !== undefined && !isRejected) throw new Failure('store', missing[0]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
}
