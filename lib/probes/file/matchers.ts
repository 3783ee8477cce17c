import type { Matcher } from '../../contracts/health-checks';
import { nearest } from '../../text/nearest';
import { compileSchema } from '../json-schema';
import type { Report } from './report';
import type { ExpectationSettings, MatcherSettings, MatcherValues } from './settings';

type BuiltIn = Exclude<Matcher['matcher'], 'custom'>;

/** Which of its values each matcher needs, and which it can have. */
const MATCHERS: Readonly<
  Record<BuiltIn, { readonly needs?: keyof MatcherValues; readonly has?: keyof MatcherValues }>
> = {
  status_code: {},
  types: { needs: 'response', has: 'recursive' },
  exact: { needs: 'response' },
  non_empty: {},
  stale: { has: 'stale_after' },
  contains: { needs: 'response' },
  json_schema: { needs: 'response' },
  certificate: { has: 'certificate_days' },
};

/** Values that turn their matcher on. */
const TURNED_ON = { stale_after: 'stale', certificate_days: 'certificate' } as const;
const VALUES = ['response', 'recursive', 'stale_after', 'certificate_days'] as const;

/** Project default: half of the four weeks in which most authorities renew. */
export const DEFAULT_CERTIFICATE_DAYS = 14;
/** The source format's 15 minutes. */
const DEFAULT_STALE_SECONDS = 900;

/** The matchers of a service or of a step. @param custom the names of custom matchers; undefined if there is no module of them */
export function matchersOf(
  settings: ExpectationSettings,
  pointer: string,
  custom: readonly string[] | undefined,
  report: Report,
): Matcher[] {
  const { response_matcher: given = [] } = settings;
  const isSingle = !Array.isArray(given);
  const entries: readonly (string | MatcherSettings)[] = [given].flat();
  const written = entries.flatMap((entry, index) => {
    const own = `${pointer}/response_matcher${isSingle ? '' : `/${index}`}`;
    const isName = typeof entry === 'string';
    const values: MatcherSettings = isName ? { ...settings, matcher: entry } : entry;
    return matcherOf(values, isName ? own : `${own}/matcher`, isName ? pointer : own, custom, report) ?? [];
  });
  reportUnused(settings, entries, pointer, report);
  const names = written.map(({ matcher }) => matcher);
  const added = Object.entries(TURNED_ON).filter(
    ([key, matcher]) => settings[key as keyof typeof TURNED_ON] !== undefined && !names.includes(matcher),
  );
  return [...written, ...added.flatMap(([, matcher]) => built(matcher, settings, pointer, report) ?? [])];
}

function matcherOf(
  values: MatcherSettings,
  namePointer: string,
  valuesPointer: string,
  custom: readonly string[] | undefined,
  report: Report,
): Matcher | undefined {
  const { matcher: name } = values;
  if (!isBuiltIn(name)) {
    if (custom?.includes(name)) return { matcher: 'custom', name };
    report.add(namePointer, unknownMatcher(name, custom));
    return undefined;
  }
  const { needs } = MATCHERS[name];
  if (needs !== undefined && values[needs] === undefined) {
    report.add(namePointer, `the matcher ${name} needs "${needs}"`);
    return undefined;
  }
  return built(name, values, valuesPointer, report);
}

function unknownMatcher(name: string, custom: readonly string[] | undefined): string {
  const known = [...Object.keys(MATCHERS), ...(custom ?? [])];
  const meant = nearest(name, known);
  if (meant !== undefined) return `there is no matcher "${name}". Did you mean "${meant}"?`;
  const advice =
    custom === undefined
      ? 'For one of your own, name the module that exports it: "matchers": "./matchers.ts"'
      : 'Export it from the module of "matchers"';
  return `there is no matcher "${name}". Use one of: ${known.join(', ')}. ${advice}`;
}

const isBuiltIn = (name: string): name is BuiltIn => Object.hasOwn(MATCHERS, name);

function built(name: BuiltIn, values: MatcherValues, pointer: string, report: Report): Matcher | undefined {
  const { response, recursive = false, stale_after, certificate_days } = values;
  switch (name) {
    case 'types':
      return { matcher: name, response, recursive };
    case 'exact':
      return { matcher: name, response };
    case 'contains':
      if (typeof response === 'string' && response !== '') return { matcher: name, response };
      report.add(`${pointer}/response`, 'the matcher contains needs a text');
      return undefined;
    case 'json_schema':
      return schemaMatcher(response, pointer, report);
    case 'stale':
      return { matcher: name, staleSeconds: stale_after ?? DEFAULT_STALE_SECONDS };
    case 'certificate':
      return { matcher: name, certificateDays: certificate_days ?? DEFAULT_CERTIFICATE_DAYS };
    default:
      return { matcher: name };
  }
}

function schemaMatcher(response: unknown, pointer: string, report: Report): Matcher | undefined {
  try {
    const schema = response as Readonly<Record<string, unknown>>;
    if (typeof response !== 'object' || response === null) throw new Error('it is no object');
    compileSchema(schema);
    return { matcher: 'json_schema', response: schema };
  } catch (error) {
    report.add(`${pointer}/response`, `this is no JSON Schema: ${(error as Error).message}`);
    return undefined;
  }
}

/** A value that no matcher looks at. */
function reportUnused(
  settings: ExpectationSettings,
  entries: readonly (string | MatcherSettings)[],
  pointer: string,
  report: Report,
): void {
  const used = new Set<string>(Object.keys(TURNED_ON));
  for (const entry of entries) {
    if (typeof entry === 'string' && isBuiltIn(entry)) {
      const { needs, has } = MATCHERS[entry];
      for (const key of [needs, has]) if (key !== undefined) used.add(key);
    }
  }
  for (const key of VALUES.filter((each) => settings[each] !== undefined && !used.has(each))) {
    const users = Object.entries(MATCHERS).filter(([, { needs, has }]) => needs === key || has === key);
    report.addKey(
      pointer,
      key,
      `no matcher uses this. Add "response_matcher": ${users.map(([name]) => `"${name}"`).join(' or ')}`,
    );
  }
}
