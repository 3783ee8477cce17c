import { placeholderOf } from './health-checker';
import type { HealthCheck } from './health-checks';

/**
 * The checks with the values that only the deployment knew.
 *
 * @param text the file of checks beside the code
 */
export function configuredChecks(text: string, values: readonly string[] = []): readonly HealthCheck[] {
  return JSON.parse(text, (_, value) => (typeof value === 'string' ? withValues(value, values) : value));
}

/** A value that is a whole URL brings its own scheme. */
const withValues = (text: string, values: readonly string[]): string =>
  values.reduce((known, value, index) => {
    const host = placeholderOf(index);
    return known.split(value.includes('://') ? `https://${host}` : host).join(value);
  }, text);
