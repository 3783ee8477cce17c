import { CHECK_DIMENSION, CHECKER_DIMENSION, HEALTH_CHECKS_NAMESPACE } from '../../contracts/health-checker';
import type { MetricIdentity } from '../simulator/model';
import { Samples } from '../simulator/samples';
import type { Scene } from './scene';

const MINUTE = 60;
/** Whatever an alarm looks back on at the start. */
const BEFORE = 3600;

/**
 * Health checks run in every test and find nothing wrong, as their function publishes it each minute; except for a metric that the
 * test gives itself.
 */
export function runHealthChecks(scene: Scene): void {
  const known = new Map<string, Samples>();
  scene.store.otherwise = (metric) => {
    const count = checksIn(metric, scene);
    if (count === undefined) return undefined;
    const key = `${count} ${scene.end}`;
    const samples = known.get(key) ?? zeros(scene, count);
    known.set(key, samples);
    return samples;
  };
}

/** How many checks publish a metric; undefined if it is none of health checks. */
function checksIn({ namespace, name, dimensions }: MetricIdentity, { assembly }: Scene): number | undefined {
  if (namespace !== HEALTH_CHECKS_NAMESPACE || name !== 'HealthCheckViolations') return undefined;
  const checker = assembly.healthCheckers.find(({ settings }) => settings.checker === dimensions[CHECKER_DIMENSION]);
  return checker && (CHECK_DIMENSION in dimensions ? 1 : checker.settings.checks);
}

function zeros({ start, end }: Scene, count: number): Samples {
  const samples = new Samples();
  for (let time = start - BEFORE; time < end; time += MINUTE) samples.add({ time, value: 0, count });
  return samples;
}
