import { Labels } from '../labels';
import { parseDuration } from '../promql/duration';
import { numberOf } from '../promql/literals';
import { parsePromQl } from '../promql/parse';
import { YamlReader } from '../rules/yaml-reader';
import type { Path } from '../rules/yaml-text';
import { type MadeValue, parseSeries, parseValues } from './series-notation';
import type { AlertExpectation, QueryExpectation, UnitTest, UnitTests } from './unit-tests';

const FILE_KEYS = ['rule_files', 'evaluation_interval', 'group_eval_order', 'tests'];
const TEST_KEYS = [
  'name',
  'interval',
  'input_series',
  'alert_rule_test',
  'promql_expr_test',
  'external_labels',
  'external_url',
];

/** Whether a value that was read from YAML is a test file of promtool. */
export const isUnitTests = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && FILE_KEYS.slice(0, 3).some((key) => key in value);

/** Reads a test file of promtool. @throws FileError with all that is wrong with it */
export function readUnitTests(text: string): UnitTests {
  const yaml = new YamlReader(text);
  const root = yaml.object(yaml.value, [], FILE_KEYS) ?? {};
  const evaluationInterval = duration(yaml, root['evaluation_interval'], ['evaluation_interval']) ?? 60_000;
  const tests = yaml.list(root['tests'], ['tests']).map((each, index) => testOf(yaml, each, index, evaluationInterval));
  const ruleFiles = yaml.list(root['rule_files'], ['rule_files']).map((path, index) => ({
    path: yaml.text(path, ['rule_files', index]) ?? '',
    position: yaml.at(['rule_files', index]),
  }));
  const groupOrder = yaml.list(root['group_eval_order'], ['group_eval_order']).map(String);
  yaml.check();
  return { ruleFiles, evaluationInterval, groupOrder, tests };
}

function testOf(yaml: YamlReader, value: unknown, index: number, evaluationInterval: number): UnitTest {
  const path = ['tests', index];
  const raw = yaml.object(value, path, TEST_KEYS) ?? {};
  const items = (key: string): (readonly [unknown, Path])[] =>
    yaml.list(raw[key], [...path, key]).map((each, nth) => [each, [...path, key, nth]]);
  return {
    name: yaml.text(raw['name'], [...path, 'name']) ?? `test ${index + 1}`,
    interval: duration(yaml, raw['interval'], [...path, 'interval']) || evaluationInterval,
    series: items('input_series').map(([each, at]) => seriesOf(yaml, each, at)),
    alerts: items('alert_rule_test').map(([each, at]) => alertOf(yaml, each, at)),
    queries: items('promql_expr_test').flatMap(([each, at]) => queryOf(yaml, each, at) ?? []),
    externalLabels: labelsOf(yaml, raw['external_labels'], [...path, 'external_labels']),
    externalUrl: yaml.text(raw['external_url'], [...path, 'external_url']) ?? '',
    position: yaml.at(path),
  };
}

function seriesOf(yaml: YamlReader, value: unknown, path: Path) {
  const raw = yaml.object(value, path, ['series', 'values']) ?? {};
  return {
    labels: parsed(yaml, raw['series'], [...path, 'series'], parseSeries) ?? Labels.none,
    values: parsed(yaml, raw['values'], [...path, 'values'], parseValues) ?? ([] as MadeValue[]),
  };
}

function alertOf(yaml: YamlReader, value: unknown, path: Path): AlertExpectation {
  const raw = yaml.object(value, path, ['eval_time', 'alertname', 'exp_alerts']) ?? {};
  const alert = yaml.text(raw['alertname'], [...path, 'alertname']) ?? '';
  if (alert === '') yaml.add(yaml.at(path), "'alertname' is missing");
  const expected = yaml.list(raw['exp_alerts'], [...path, 'exp_alerts']).map((each, index) => {
    const at = [...path, 'exp_alerts', index];
    const { exp_labels: labels, exp_annotations: annotations } =
      yaml.object(each, at, ['exp_labels', 'exp_annotations']) ?? {};
    return {
      labels: labelsOf(yaml, labels, [...at, 'exp_labels']).with([['alertname', alert]]),
      annotations: labelsOf(yaml, annotations, [...at, 'exp_annotations']),
    };
  });
  return { ...timing(yaml, raw, path), alert, expected };
}

function queryOf(yaml: YamlReader, value: unknown, path: Path): QueryExpectation | undefined {
  const raw = yaml.object(value, path, ['expr', 'eval_time', 'exp_samples']) ?? {};
  const text = yaml.text(raw['expr'], [...path, 'expr']) ?? '';
  const { expression, problems } = parsePromQl(text);
  for (const { offset, message } of problems) yaml.add(yaml.within([...path, 'expr'], offset), message);
  const expected = yaml.list(raw['exp_samples'], [...path, 'exp_samples']).map((each, index) => {
    const at = [...path, 'exp_samples', index];
    const { labels = '{}', value: number = '0' } = yaml.object(each, at, ['labels', 'value']) ?? {};
    const parsedNumber = numberOf(String(number));
    if (parsedNumber === undefined) yaml.add(yaml.at([...at, 'value']), `'${String(number)}' is no number`);
    return {
      labels: parsed(yaml, labels, [...at, 'labels'], parseSeries) ?? Labels.none,
      value: parsedNumber ?? Number.NaN,
    };
  });
  const common = { ...timing(yaml, raw, path), text, expected };
  return expression === undefined ? undefined : { ...common, expression };
}

const timing = (yaml: YamlReader, raw: Readonly<Record<string, unknown>>, path: Path) => ({
  time: duration(yaml, raw['eval_time'], [...path, 'eval_time']) ?? 0,
  position: yaml.at(path),
});

/** Milliseconds. */
function duration(yaml: YamlReader, value: unknown, path: Path): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = parseDuration(String(value));
  if (milliseconds === undefined) yaml.add(yaml.at(path), `'${String(value)}' is no duration, such as 5m`);
  return milliseconds;
}

function parsed<T>(yaml: YamlReader, value: unknown, path: Path, parse: (text: string) => T): T | undefined {
  try {
    return parse(yaml.text(value, path) ?? '');
  } catch (error) {
    yaml.add(yaml.at(path), (error as Error).message);
    return undefined;
  }
}

function labelsOf(yaml: YamlReader, value: unknown, path: Path): Labels {
  if (value === undefined) return Labels.none;
  const raw = yaml.object(value, path) ?? {};
  return Labels.of(
    Object.entries(raw).map(([name, each]): [string, string] => [name, yaml.text(each, [...path, name]) ?? '']),
  );
}
