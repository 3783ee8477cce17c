import type { LookupAddress } from 'node:dns';
import type { CheckDependencies, CheckSettings, CheckTarget, HealthCheck } from '../../../lib/contracts/health-checks';
import { Severity } from '../../../lib/contracts/severity';
import { type Network, networkOf } from '../../../lib/probes/network/network';

export type HttpTarget = Extract<CheckTarget, { type: 'http' }>;

export const SETTINGS: CheckSettings = {
  name: 'orders',
  intervalSeconds: 60,
  cooldownSeconds: 3600,
  severity: Severity.P1,
  regions: [],
  tags: [],
  timeoutMs: 5000,
  errorThreshold: 0.5,
  consecutiveFailures: 3,
};

/** A check of a URL for 2XX. */
export const httpCheck = (url: string, changes: Partial<HttpTarget & CheckSettings> = {}): HealthCheck => ({
  ...SETTINGS,
  type: 'http',
  url,
  method: 'GET',
  headers: {},
  redirects: 10,
  matchers: [{ matcher: 'status_code' }],
  conditions: [],
  ...changes,
});

export const dependencies = (changes: Partial<CheckDependencies> = {}): CheckDependencies => ({
  now: Date.now,
  allowPrivate: true,
  secret: async () => 's3cret',
  matchers: {},
  content: () => undefined,
  heartbeat: async () => ({ since: 0 }),
  invoke: async () => ({ body: 'null' }),
  ...changes,
});

/** The network of this machine, with names of its own: the first call for a name gets the first answer, the last is repeated. */
export function networkWith(
  names: Readonly<Record<string, readonly string[]>>,
  changes: Partial<Network> = {},
): Network & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup = ((name: string, _: unknown, callback: (error: Error | null, found?: LookupAddress[]) => void) => {
    const answers = names[name];
    const address = answers?.[Math.min(asked.filter((each) => each === name).length, answers.length - 1)];
    asked.push(name);
    setImmediate(() => {
      if (address === undefined) callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
      else callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    });
  }) as Network['lookup'];
  return { ...networkOf(true), lookup, asked, ...changes };
}
