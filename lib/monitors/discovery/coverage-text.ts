import { notWatchedText } from '../../resources/not-watched';
import type { Coverage } from './coverage';

/** What synthesis prints; undefined where there is nothing that can fail. */
export function summaryOf({ watched, notWatched }: Coverage, alarms: number): string | undefined {
  const all = watched + notWatched.length;
  if (all === 0) return undefined;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const made = count(alarms, 'alarm');
  if (notWatched.length === 0) {
    return all === 1
      ? `Vigil watches the one resource that can fail (${made}).`
      : `Vigil watches all ${all} resources that can fail (${made}).`;
  }
  const rest = `${notWatched.length} ${notWatched.length === 1 ? 'is' : 'are'} not covered: see \`vigil preview\``;
  return `Vigil watches ${watched} of ${count(all, 'resource')} that can fail (${made}); ${rest}`;
}

/** An error for each resource that is not watched, except for what the app excludes. */
export const strictErrors = ({ notWatched }: Coverage): string[] =>
  notWatched
    .filter(({ reason }) => reason !== 'excluded')
    .map(({ path, type, reason }) => {
      const { why, remedy } = notWatchedText(reason, type);
      return `strict: ${path} (${type}) is not watched: ${why}. What would cover it: ${remedy}. To leave it out, exclude it from 'watch'.`;
    });
