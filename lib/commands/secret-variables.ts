import type { SecretReference } from '../contracts/health-checks';

/** `VIGIL_SECRET_PROD_ORDERS_TOKEN` for `prod/orders-token`: on one's own machine, secrets are environment variables. */
export const secretVariable = ({ secret }: Pick<SecretReference, 'secret'>): string =>
  `VIGIL_SECRET_${secret
    .replace(/^arn:.*:secret:/, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}`;

/** The value of a secret, or of its field. @throws if there is none */
export function secretIn(env: Readonly<Record<string, string | undefined>>, reference: SecretReference): string {
  const text = env[secretVariable(reference)];
  if (text === undefined) throw new Error('no such variable');
  if (reference.field === undefined) return text;
  const value: unknown = JSON.parse(text)[reference.field];
  if (typeof value !== 'string') throw new Error('no such field');
  return value;
}
