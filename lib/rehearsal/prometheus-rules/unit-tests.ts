import type { Assembly } from '../assembly/model';
import { MISSING } from '../simulator/missing';
import type { Metric } from '../simulator/model';
import { statisticsOfUnits } from '../simulator/statistics-over-periods';
import { AlarmFinder } from '../testing/alarm-finder';
import { runTest } from '../testing/run-test';
import type { Scene } from '../testing/scene';
import type { AlarmTest } from '../testing/test-file';
import { type Exporter, selectorOf } from './exporters';
import type { Ruled } from './rule-file';

const MINUTE = 60;

/** A test of promtool. */
export interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly { readonly exp_labels: object; readonly exp_annotations: object }[];
  }[];
}

/** Alarm tests as tests of promtool: the same series, as an exporter has them, and the alerts that fire at the times of their expectations. */
export const ruleTestsOf = (
  tests: readonly AlarmTest[],
  assembly: Assembly,
  ruled: readonly Ruled[],
  exporter: Exporter,
): RuleTest[] =>
  tests.flatMap((test) => {
    const made = ruleTest(test, assembly, ruled, exporter);
    return made.alert_rule_test.length === 0 ? [] : [made];
  });

function ruleTest(test: AlarmTest, assembly: Assembly, ruled: readonly Ruled[], exporter: Exporter): RuleTest {
  const { scene } = runTest(test, assembly);
  const finder = new AlarmFinder(assembly.alarms);
  const series = new Map<string, string>();
  for (const { alarm } of ruled) {
    if (alarm.kind === 'composite' || alarm.kind === 'unexplained') continue;
    for (const { metric } of alarm.queries) {
      if (metric === undefined || !scene.store.has(metric)) continue;
      series.set(selectorOf(metric, exporter), valuesText(metric, alarm.periodSeconds ?? MINUTE, scene));
    }
  }
  const times = new Map<string, Set<number>>();
  for (const { alarm, states } of test.expect) {
    const known = ruled.find((each) => each.alarm === finder.find(alarm));
    if (known === undefined) continue;
    const name = known.rule.alert;
    times.set(name, new Set([...(times.get(name) ?? []), ...states.map(({ after }) => after)]));
  }
  return {
    name: test.name,
    interval: '1m',
    input_series: [...series].map(([selector, values]) => ({ series: selector, values })),
    alert_rule_test: [...times].flatMap(([alertname, after]) =>
      [...after]
        .sort((one, other) => one - other)
        .map((seconds) => ({
          eval_time: `${seconds}s`,
          alertname,
          exp_alerts: ruled
            .filter(
              ({ alarm, rule }) => rule.alert === alertname && scene.stateOf(alarm, scene.start + seconds) === 'ALARM',
            )
            .map(({ rule }) => ({ exp_labels: rule.labels, exp_annotations: rule.annotations })),
        })),
    ),
  };
}

/** A value for each minute: of the period that ends then. Where there is none, an exporter has no series. */
function valuesText(metric: Metric, period: number, { store, start, end }: Scene): string {
  const length = Math.floor((end - start) / MINUTE) + 1;
  const endOf = (index: number): number => start + index * MINUTE;
  const values = statisticsOfUnits(store.samplesByUnit(metric, metric.unit), metric.statistic, {
    ...{ length, seconds: period, stride: 1, first: 0, every: 1, endOf, evaluatedAt: endOf },
    startOf: (index) => endOf(index) - period,
  });
  const words: string[] = [];
  for (let index = 0; index < values.length; ) {
    const value = values[index] as number;
    let next = index + 1;
    while (next < values.length && Object.is(values[next], value)) next++;
    const times = next - index - 1;
    // a gap begins with the mark that the series is gone
    if (Object.is(value, MISSING))
      words.push(...(index === 0 ? [`_x${times + 1}`] : ['stale', ...(times > 0 ? [`_x${times}`] : [])]));
    else words.push(times > 0 ? `${value}x${times}` : String(value));
    index = next;
  }
  return words.join(' ');
}
