import type { CheckSettings } from '../../../../lib/contracts/health-checks';
import { SETTINGS as DEFAULTS } from '../../../probes/support/checks';

/** Of a check each minute that has a limit on its latency. */
export const SETTINGS: CheckSettings = {
  ...DEFAULTS,
  name: 'shop',
  cooldownSeconds: 600,
  timeoutMs: 10_000,
  latencyLimitMs: 500,
};
