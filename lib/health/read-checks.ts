import { readFileSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import { checkLabel } from '../contracts/health-checker';
import type { HealthCheck } from '../contracts/health-checks';
import { mistakeText, readHealthChecks } from '../probes/read-health-checks';
import { bundleMatchers } from './custom-matchers';
import { withPlaceholders } from './deployed-values';

/** The checks of a file or of an object, ready to be deployed. */
export interface ReadChecks {
  readonly checks: readonly HealthCheck[];
  /** One line each, with file, line and path. */
  readonly mistakes: readonly string[];
  /** What the placeholders stand for. */
  readonly values: readonly string[];
  /** The code of the custom matchers. */
  readonly matchers?: string;
}

const NOTHING = { checks: [], values: [] };

/** @param source the path of a file, or its content */
export function readChecks(source: unknown): ReadChecks {
  if (source === undefined) return { ...NOTHING, mistakes: [] };
  const file = typeof source === 'string' ? source : 'healthChecks';
  let code: string | undefined;
  try {
    const given = typeof source === 'string' ? readFileSync(source, 'utf8') : JSON.stringify(source, undefined, 2);
    const { text, values } = withPlaceholders(given);
    const { checks, mistakes } = readHealthChecks(text, file, {
      customMatchers: (module) => {
        const bundled = bundleMatchers(module, typeof source === 'string' ? source : 'package.json');
        code = bundled.code;
        return bundled.names;
      },
    });
    // an object has no lines
    const shown = typeof source === 'string' ? mistakes : mistakes.map(({ line, column, ...same }) => same);
    return { checks, mistakes: shown.map(mistakeText), values, matchers: code };
  } catch (error) {
    const { code: reason, message } = error as NodeJS.ErrnoException;
    const text = reason === 'ENOENT' ? 'there is no such file.' : message;
    return { ...NOTHING, mistakes: [`${file}: ${text}`] };
  }
}

interface Surroundings {
  readonly region: string;
  /** Whether changes and reminders can be sent. */
  readonly hasNotifier: boolean;
}

/** What is wrong with checks only because they are deployed. */
export function mistakesOf(checks: readonly HealthCheck[], { region, hasNotifier }: Surroundings): string[] {
  const labels = checks.map(({ name }) => checkLabel(name));
  return checks.flatMap(({ name, regions, reminderSeconds }, index) => {
    const twin = labels.indexOf(labels[index] as string);
    const errors = [
      twin < index &&
        `its alarm would have the name of that of '${checks[twin]?.name}'. Let them differ in letters or digits.`,
      regions.length > 0 &&
        Token.isUnresolved(region) &&
        "it has 'regions', and the region of the stack is not known. Give the stack an 'env' with a region.",
      reminderSeconds !== undefined &&
        !hasNotifier &&
        "it has a 'reminder', which only the notifier can send. Add a route to a chat, PagerDuty, Opsgenie or a webhook, or 'incidents'.",
    ];
    return errors.flatMap((error) => (error === false ? [] : [`health check '${name}': ${error}`]));
  });
}
