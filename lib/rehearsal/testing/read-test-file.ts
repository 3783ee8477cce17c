import type { ErrorObject } from 'ajv';
import { nearest } from '../../text/nearest';
import type { AlarmState } from '../simulator/model';
import {
  NotationError,
  PATTERNS,
  parseDuration,
  parseMetric,
  parseReadings,
  parseTime,
  parseValues,
  type Samples,
} from './notation';
import type { AlarmTest, Expectation, TestFile, TestSeries } from './test-file';
import { TEST_FILE_SCHEMA } from './test-file-schema';
import type { SourceError, YamlSource } from './yaml-source';

/** A Monday. */
const DEFAULT_START = '2026-01-05T00:00:00Z';
const DEFAULT_INTERVAL = '1m';
/** A longer test is taken for a mistake. */
const LONGEST = 400 * 86_400;

/** Reads a file of alarm tests. @throws TestFileError with all errors, each with line and column */
export function readTestFile(source: YamlSource): TestFile {
  const { value } = source;
  source.refuse(shapeErrors(value, source));
  const content = contentOf(value as Written, source);
  source.refuse(contentErrors(value as Written, content, source));
  return content;
}

/** The file as written, after its schema was validated. */
interface Written {
  readonly assembly?: string;
  readonly template?: string | readonly string[];
  readonly parameters?: Texts;
  readonly readings?: string | readonly string[];
  readonly tests: readonly WrittenTest[];
}

type Texts = Readonly<Record<string, string | number | boolean>>;

interface WrittenTest {
  readonly name: string;
  readonly start?: string;
  readonly interval?: string | number;
  readonly lasting?: string | number;
  readonly series?: readonly WrittenSeries[];
  readonly bands?: readonly (Omit<WrittenSeries, 'values'> & { readonly upper: unknown; readonly lower: unknown })[];
  readonly seasonalBands?: boolean;
  readonly given?: Readonly<Record<string, AlarmState>>;
  readonly expect: readonly (string | WrittenExpectation)[];
}

interface WrittenSeries {
  readonly metric: string;
  readonly dimensions?: Texts;
  readonly account?: string | number;
  readonly unit?: string;
  readonly values: unknown;
}

interface WrittenExpectation {
  readonly alarm: string;
  readonly states?: Readonly<Record<string, AlarmState>>;
  readonly alerts?: Readonly<Record<string, number>>;
}

type Path = readonly (string | number)[];

/** YAML parses a bare number or list, which is turned back to text. */
const valuesOf = (written: unknown): Samples[] =>
  parseValues(Array.isArray(written) ? `[${written.join(', ')}]` : String(written));

function accountOf(written: string | number): string {
  const text = String(written);
  if (!PATTERNS.account.test(text))
    throw new NotationError(`'${text}' is not an account id; write its 12 digits, in quotes`);
  return text;
}

const FORMATS: Readonly<Record<string, (value: never) => unknown>> = {
  values: valuesOf,
  duration: (value: string | number) => parseDuration(String(value)),
  time: (value: string) => parseTime(String(value)),
  metric: parseMetric,
  account: accountOf,
  readings: (value: string | readonly string[]) => parseReadings(value),
};

function shapeErrors(value: unknown, source: YamlSource): SourceError[] {
  // required here, since jest tests without a file should not pay for it
  const { Ajv } = require('ajv') as typeof import('ajv');
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true });
  // `format` of ajv sees strings only; here a number may stand where a text of digits may
  ajv.removeKeyword('format');
  ajv.addKeyword({
    keyword: 'format',
    validate: (name: string, data: unknown) => formatError(name, data) === undefined,
  });
  const validate = ajv.compile(TEST_FILE_SCHEMA);
  if (validate(value)) return [];
  return (validate.errors ?? []).filter(isWhole).map((error) => shapeError(error, source));
}

function formatError(format: string, value: unknown): string | undefined {
  try {
    FORMATS[format]?.(value as never);
    return undefined;
  } catch (error) {
    if (error instanceof NotationError) return error.message;
    throw error;
  }
}

/** Excludes errors that only repeat others. */
const isWhole = ({ keyword, propertyName }: ErrorObject): boolean =>
  keyword !== 'if' && (propertyName === undefined || keyword === 'propertyNames');

function shapeError(error: ErrorObject, source: YamlSource): SourceError {
  const path = error.instancePath.split('/').slice(1).map(unescaped);
  const { keyword, params, parentSchema = {}, data } = error;
  const written = quoted(data);
  const here = source.offsetOf(path);
  switch (keyword) {
    case 'additionalProperties': {
      const key = params['additionalProperty'];
      const known = Object.keys((parentSchema['properties'] as object | undefined) ?? {});
      const meant = nearest(key, known);
      const advice = meant === undefined ? `Use one of: ${known.join(', ')}.` : `Did you mean '${meant}'?`;
      return { offset: source.offsetOfKey(path, key), message: `unknown key '${key}'. ${advice}` };
    }
    case 'required':
      return { offset: here, message: `'${params['missingProperty']}' is missing.` };
    case 'propertyNames': {
      const key = params['propertyName'];
      const names = parentSchema['propertyNames'] as { enum?: string[]; format?: string };
      const reason =
        names.format === undefined
          ? `'${key}' is not one of ${names.enum?.join(', ')}`
          : formatError(names.format, key);
      return { offset: source.offsetOfKey(path, key), message: `${reason}.` };
    }
    case 'format':
      return { offset: here, message: `${formatError(error.schema as unknown as string, data)}.` };
    case 'enum':
      return { offset: here, message: `${written} is not one of ${(params['allowedValues'] as string[]).join(', ')}.` };
    case 'const':
      return {
        offset: here,
        message: `${written} is not an expectation; write 'no other alerts', or an alarm with its states and alerts.`,
      };
    case 'type':
      return { offset: here, message: `${written} is not a ${[params['type']].flat().map(kindText).join(' or ')}.` };
    case 'minimum':
      return { offset: here, message: `${written} is less than ${params['limit']}.` };
    default:
      // of lists and texts
      return { offset: here, message: 'this must not be empty.' };
  }
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'mapping',
  array: 'list',
  string: 'text',
  integer: 'whole number',
};
const kindText = (type: string): string => KINDS[type] ?? type;

const unescaped = (segment: string): string | number => {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^\d+$/.test(text) ? Number(text) : text;
};

const quoted = (data: unknown): string => (typeof data === 'object' && data !== null ? 'this' : `'${data}'`);

function contentOf(written: Written, source: YamlSource): TestFile {
  const { assembly, template, parameters = {}, readings = [], tests } = written;
  return {
    assembly,
    templates: typeof template === 'string' ? [template] : template,
    parameters: Object.entries(parameters).map(([name, value]) => ({
      name,
      value: String(value),
      offset: source.offsetOfKey(['parameters'], name),
    })),
    readings: parseReadings(readings),
    tests: tests.map((test, index) => testOf(test, ['tests', index], source)),
  };
}

function testOf(test: WrittenTest, path: Path, source: YamlSource): AlarmTest {
  const { name, start = DEFAULT_START, series = [], bands = [], given = {}, expect } = test;
  const interval = parseDuration(String(test.interval ?? DEFAULT_INTERVAL));
  const common = ({ metric, dimensions = {}, account }: Pick<WrittenSeries, 'metric' | 'dimensions' | 'account'>) => ({
    ...parseMetric(metric),
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [key, String(value)])),
    accountId: account === undefined ? undefined : String(account),
    interval,
  });
  const location = (...more: Path) => ({ offset: source.offsetOf([...path, ...more]) });
  const others = expect.indexOf('no other alerts');
  return {
    name,
    start: parseTime(String(start)),
    lasting: parseDuration(String(test.lasting ?? '0m')),
    seasonalBands: test.seasonalBands ?? false,
    series: series.map(
      (each, index): TestSeries => ({
        ...common(each),
        ...location('series', index, 'metric'),
        unit: each.unit,
        values: valuesOf(each.values),
      }),
    ),
    bands: bands.map((each, index) => ({
      ...common(each),
      ...location('bands', index, 'metric'),
      upper: valuesOf(each.upper),
      lower: valuesOf(each.lower),
    })),
    given: Object.entries(given).map(([alarm, state]) => ({
      alarm,
      state,
      offset: source.offsetOfKey([...path, 'given'], alarm),
    })),
    expect: expect.flatMap((each, index) =>
      typeof each === 'string' ? [] : [expectationOf(each, location('expect', index, 'alarm'))],
    ),
    noOtherAlerts: others < 0 ? undefined : location('expect', others),
  };
}

function expectationOf({ alarm, states = {}, alerts }: WrittenExpectation, location: { offset: number }): Expectation {
  const expected = Object.entries(states).map(([after, state]) => ({ after: parseDuration(after), state }));
  return { ...location, alarm, states: expected.sort((one, other) => one.after - other.after), alerts };
}

/** Errors that the schema does not find. */
function contentErrors(written: Written, content: TestFile, source: YamlSource): SourceError[] {
  const sources = [written.assembly, written.template].filter((each) => each !== undefined).length;
  const names = content.tests.map(({ name }) => name);
  return [
    ...(sources === 1
      ? []
      : [{ offset: source.offsetOf([]), message: "give either 'assembly' or 'template', not both or none." }]),
    ...content.tests.flatMap((test, index) => {
      const path = ['tests', index];
      const lengths = test.series.map(({ values, interval }) => values.length * interval);
      const interval = test.series[0]?.interval ?? 1;
      const times = test.expect.flatMap(({ states }) => states.map(({ after }) => after));
      return [
        ...(names.indexOf(test.name) === index
          ? []
          : [{ offset: source.offsetOf([...path, 'name']), message: `another test has the name '${test.name}'.` }]),
        ...(interval > 0
          ? []
          : [{ offset: source.offsetOf([...path, 'interval']), message: 'an interval must be longer than 0.' }]),
        ...lengthErrors([test.lasting, ...lengths, ...times], source.offsetOf([...path, 'name'])),
        ...test.expect.flatMap(({ states, alerts, alarm, offset }) =>
          states.length === 0 && alerts === undefined
            ? [{ offset, message: `the expectation of '${alarm}' is empty: add states or alerts.` }]
            : [],
        ),
      ];
    }),
  ];
}

/** @param seconds the declared length of a test, and those of its series and expectations */
function lengthErrors(seconds: readonly number[], offset: number): SourceError[] {
  const [declared, ...needed] = seconds;
  if (Math.max(...seconds) > LONGEST) return [{ offset, message: 'a test lasts at most 400 days.' }];
  if (declared !== 0 || needed.length > 0) return [];
  return [{ offset, message: "this test has no length: add series, states, or for example 'lasting: 8h'." }];
}
