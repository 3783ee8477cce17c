import { heartbeat } from '../../../lambda/runtime';
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
      name: 'HealthCheckHeartbeat',
      value: 1,
      dimensions: { Checker: 'Shop-Vigil-HealthChecks', Check: 'nightly' },
    },
  ]);
  expect(written[0]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Namespace: 'HealthChecks' }] } });
});
