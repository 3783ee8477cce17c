import { SECTIONS } from '../../lib/resources/all';
import type { Section } from '../../lib/resources/resource-type';
import type { Row } from '../../tools/docs/appearances';
import { type MetricAlarm, metricsOf } from '../support/evaluator/model';
import { fromRow } from './appearances';
import { shapeOf } from './cases';
import { numbersOf, play, scenarioOf } from './scenarios';
import { type Level, newest, type Readings, repeat } from './shapes';

// AWS says of some counts that they are zero, of others that they are missing, and of SQS both. A rule is right either way.

const onByDefault = SECTIONS.flatMap((section) =>
  section.table.map((row): [string, Section, Row] => [`${section.resource}: ${row.id}`, section, row]),
).filter(([, section, row]) => alarmOf(section, row) !== undefined);

/** Of the first example on which the rule is on. */
function alarmOf(section: Section, row: Row): MetricAlarm | undefined {
  const found = section.examples.flatMap((example) => fromRow(row, section, example) ?? []);
  return found.find(({ on }) => on)?.alarm;
}

/** Readings in which each zero of a count is no data. */
function withGaps(alarm: MetricAlarm, readings: Readings): Readings {
  const counts = metricsOf(alarm).filter(({ statistic }) => statistic === 'Sum');
  return Object.fromEntries(
    Object.entries(readings).map(([id, values]) => [
      id,
      counts.some((metric) => metric.id === id) ? values.map((value) => (value === 0 ? undefined : value)) : values,
    ]),
  );
}

describe.each(onByDefault)('%s', (_, section, row) => {
  const alarm = alarmOf(section, row) as MetricAlarm;
  const shape = shapeOf(row);
  const numbers = numbersOf(alarm);
  const { range, breaching, beyond } = numbers;
  const breachingLevels = newest<Level>(range, shape.silence ? range : breaching, beyond, 'healthy');

  test.each([
    ['healthy', repeat<Level>(range, 'healthy'), 'OK'],
    ['breaching', breachingLevels, 'ALARM'],
  ] as const)('%s, with zeros and with gaps', (name, levels, state) => {
    for (const readings of shape.readings(levels, numbers)) {
      const states = [readings, withGaps(alarm, readings)].map(
        (published) => play(scenarioOf(alarm, { name, readings: published, states: [state] }), alarm)[0],
      );
      expect(states).toEqual([state, state]);
    }
  });
});
