import type { Alert } from '../../shared/alerts/alert';

/** By the end of its name, by an alarm that it carries, or, of one time series among several, by what that is. */
export function isCalled({ name, children, contributor, resource }: Alert, asked: string): boolean {
  const names = [name, ...children.map((child) => child.name)];
  if (names.some((each) => each === asked || each.endsWith(`/${asked}`))) return true;
  return contributor !== undefined && [contributor, ...Object.values(resource)].includes(asked);
}
