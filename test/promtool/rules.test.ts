import fc from 'fast-check';
import { evaluatePromQl } from '../../lib/prometheus/evaluation/evaluate';
import type { Element } from '../../lib/prometheus/evaluation/value';
import type { Labels } from '../../lib/prometheus/labels';
import { parsePromQl } from '../../lib/prometheus/promql/parse';
import { readRules } from '../../lib/prometheus/rules/read-rules';
import { RuleRun } from '../../lib/prometheus/rules/run-rules';
import { SeriesStore } from '../../lib/prometheus/series';
import { parseSeries, parseValues } from '../../lib/prometheus/testing/series-notation';
import { promtool } from './promtool';

const COUNT = 40;
const MINUTE = 60_000;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const ANNOTATIONS = [
  '{{ $labels.job }} has {{ $value }}',
  '{{ $value | humanize }} {{ humanize1024 $value }} {{ $value | humanizeDuration }} {{ $value | humanizePercentage }}',
  '{{ printf "%.2f" $value }} of {{ .Labels.job | toUpper }} {{- " trimmed" -}}  {{ $labels.none }}',
  '{{ if eq $labels.job "api" }}first{{ else if gt $value 10.0 }}large{{ else }}other{{ end }}',
  '{{ $value | humanizeTimestamp }} {{ reReplaceAll "(a).*" "$1-" $labels.job }} {{ title "some words" }}',
];

const values = fc
  .array(
    fc.oneof(
      pick('0', '5', '12345.678', '0.00042', '_', 'stale'),
      fc.integer({ min: 0, max: 20 }).map(String),
      pick('3+2x4', '20-4x4', '1x3'),
    ),
    {
      minLength: 4,
      maxLength: 10,
    },
  )
  .map((parts) => parts.join(' '));

const ruleCase = fc.record({
  series: fc.tuple(values, values).map(([one, other]) => [
    { series: 'g{job="api"}', values: one },
    { series: 'g{job="web"}', values: other },
  ]),
  rules: fc.record({
    recorded: pick('sum by (job) (g)', 'g > 2', 'rate(g[3m])', 'avg(g)'),
    expression: pick(
      'g > 5',
      'job:g > 1',
      'absent(g{job="api"})',
      'g == 0',
      'ALERTS{alertname="First"} == 1',
      'g unless g > 3',
      'count(g) > 1',
    ),
    hold: pick('0s', '1m', '3m', '150s'),
    keep: pick(undefined, '2m', '4m'),
    annotation: pick(...ANNOTATIONS),
    label: pick('page', '{{ $labels.job }}-team', '{{ if gt $value 3.0 }}high{{ else }}low{{ end }}'),
  }),
});

/** Rules, and a test of them that expects what Vigil evaluates. */
function filesOf({ series, rules }: typeof ruleCase extends fc.Arbitrary<infer T> ? T : never, index: number) {
  const { recorded, expression, hold, keep, annotation, label } = rules;
  const text = JSON.stringify({
    groups: [
      {
        name: `group ${index}`,
        rules: [
          { record: 'job:g', expr: recorded, labels: { kind: 'recorded' } },
          { alert: 'First', expr: 'g > 8', for: '1m' },
          {
            alert: 'Second',
            expr: expression,
            for: hold,
            keep_firing_for: keep,
            labels: { to: label },
            annotations: { text: annotation },
          },
        ],
      },
    ],
  });
  const store = new SeriesStore();
  for (const each of series) {
    parseValues(each.values).forEach((value, nth) => {
      if (value !== undefined) store.append(parseSeries(each.series), { time: nth * MINUTE, value });
    });
  }
  const run = new RuleRun(readRules(text), store);
  const alertTests: object[] = [];
  const queries: object[] = [];
  for (let minute = 0; minute <= 25; minute++) {
    run.evaluate(minute * MINUTE);
    for (const alertname of ['First', 'Second']) {
      const firing = run.alerts(alertname).filter(({ state }) => state === 'firing');
      const exp_alerts = firing.map(({ labels, annotations }) => ({
        exp_labels: recordOf(labels.without(['alertname'])),
        exp_annotations: recordOf(annotations),
      }));
      alertTests.push({ eval_time: `${minute}m`, alertname, exp_alerts });
    }
    for (const expr of ['ALERTS', 'ALERTS_FOR_STATE', 'job:g']) {
      const { expression: query } = parsePromQl(expr);
      const elements = query === undefined ? [] : (evaluatePromQl(query, minute * MINUTE, store) as readonly Element[]);
      const exp_samples = elements.map(({ labels, value }) => ({ labels: labels.toString(), value }));
      queries.push({ expr, eval_time: `${minute}m`, exp_samples });
    }
  }
  const test = { interval: '1m', input_series: series, alert_rule_test: alertTests, promql_expr_test: queries };
  return {
    [`rules-${index}.yml`]: text,
    [`test-${index}.yml`]: JSON.stringify({
      rule_files: [`rules-${index}.yml`],
      evaluation_interval: '1m',
      tests: [test],
    }),
  };
}

const recordOf = (labels: Labels): Record<string, string> => Object.fromEntries(labels.entries);

test('generated rules alert, hold, are kept and recorded as promtool expects', () => {
  // GIVEN
  const cases = fc.sample(ruleCase, { numRuns: COUNT, seed: Number(process.env['SEED'] ?? 42) });
  const files = Object.assign({}, ...cases.map(filesOf)) as Record<string, string>;
  const tests = Object.keys(files).filter((name) => name.startsWith('test-'));

  // WHEN
  const { exitCode, output } = promtool(['test', 'rules', ...tests], files);

  // THEN
  expect(
    output
      .split('\n')
      .filter((line) => !/^(Unit Testing: .*| *SUCCESS|)$/.test(line))
      .slice(0, 30),
  ).toEqual([]);
  expect(exitCode).toBe(0);
  expect(
    Object.values(files)
      .join()
      .match(/exp_annotations/g)?.length,
  ).toBeGreaterThan(COUNT * 5);
});
