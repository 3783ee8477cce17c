import { CHECK_RULE, type CheckNotice } from '../../../lib/contracts/health-checker';
import type { Alert } from '../alerts/alert';
import { fieldsIn, parsed } from '../parsing/fields';

/** As the function of health checks writes it into the queue of commands. */
export function checkNoticeIn(body: string): CheckNotice | undefined {
  const fields = fieldsIn(parsed(body));
  return fields['vigil'] === 'healthCheck' ? (fields as unknown as CheckNotice) : undefined;
}

export const isOfHealthCheck = ({ rule }: Alert): boolean => rule === CHECK_RULE;

type Module = typeof import('./check-alerts');
type CheckAlerts = InstanceType<Module['CheckAlerts']>;
export type LazyCheckAlerts = () => CheckAlerts;

/** Most apps have no health checks: their code is loaded with the first alert of one. */
export function lazyCheckAlerts(...dependencies: ConstructorParameters<Module['CheckAlerts']>): LazyCheckAlerts {
  let checks: CheckAlerts | undefined;
  return () => {
    checks ??= new (require('./check-alerts') as Module).CheckAlerts(...dependencies);
    return checks;
  };
}
