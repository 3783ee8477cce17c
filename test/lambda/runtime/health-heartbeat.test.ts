import { heartbeat } from '../../../lambda/runtime';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECKS_NAMESPACE,
  HEARTBEAT_METRIC,
} from '../../../lib/contracts/health-checker';
import { dataOf } from './embedded-metric-format';
import { capture, lines, release } from './standard-output';

beforeEach(capture);
afterEach(release);

test('a heartbeat is one line, of one metric with the dimensions of its check', () => {
  heartbeat('nightly', 'Shop-Vigil-HealthChecks');

  const written = lines();
  expect(written).toHaveLength(1);
  expect(written.flatMap(dataOf)).toMatchObject([
    {
      name: HEARTBEAT_METRIC,
      value: 1,
      dimensions: { [CHECKER_DIMENSION]: 'Shop-Vigil-HealthChecks', [CHECK_DIMENSION]: 'nightly' },
    },
  ]);
  expect(written[0]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Namespace: HEALTH_CHECKS_NAMESPACE }] } });
});
