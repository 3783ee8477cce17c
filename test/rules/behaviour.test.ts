import fc from 'fast-check';
import { factsIn } from '../../lib/alarms/description';
import { pages, Severity } from '../../lib/contracts/severity';
import { SECTIONS } from '../../lib/resources/all';
import type { Section } from '../../lib/resources/resource-type';
import type { Row } from '../../tools/docs/appearances';
import { Timeline } from '../support/engine';
import { type MetricAlarm, metricsOf } from '../support/evaluator/model';
import { STACK, specimenOf, synthesizeSpecimens } from '../support/specimens';
import { type ExampleAlarm, fromRow, type NamedAlarm, SynthesizedRules } from './appearances';
import { CASES, shapeOf } from './cases';
import { play, type Scenario, scenariosFor } from './scenarios';

// Every rule on healthy, breaching and missing data, and at its limits. catalogue.test.ts shows that it synthesizes so.

test('every case is one of a rule that exists', () => {
  const ids = SECTIONS.flatMap(({ table }) => table.map(({ id }) => id));
  expect(Object.keys(CASES).filter((id) => !ids.includes(id))).toEqual([]);
});

describe.each(SECTIONS.map((section): [string, Section] => [section.resource, section]))('%s', (_, section) => {
  describe.each(section.table.map((row): [string, Row] => [row.id, row]))('%s', (_id, row) => {
    const alarm = alarmOf(section, row);
    const shape = shapeOf(row);
    const scenarios = scenariosFor(alarm, shape);

    test.each(scenarios)('$name', (scenario) => {
      expect(play(scenario, alarm)).toEqual(scenario.checks.map(({ state }) => state));
    });

    test('alarms up to its threshold, and not beyond', () => {
      const limit = scenarios.find(isAlarming) as Scenario;
      const upward = alarm.ComparisonOperator.startsWith('Greater');
      const counts = metricsOf(alarm).every(({ statistic }) => statistic === 'SampleCount');
      const silence = shape.silence || (counts && !upward && alarm.Threshold === 1);
      // what is counted is whole
      const factor = counts
        ? fc.constantFrom(0.5, 2)
        : fc.oneof(fc.double({ min: 0.1, max: 0.99, noNaN: true }), fc.double({ min: 1.01, max: 5, noNaN: true }));
      fc.assert(
        fc.property(factor, (times) => {
          const [state] = play(limit, { ...alarm, Threshold: times * alarm.Threshold });
          // silence is no number
          expect(state).toBe(silence || times < 1 === upward ? 'ALARM' : 'OK');
        }),
        { numRuns: 5 },
      );
    });
  });
});

/** On the first example that has the rule. */
function alarmOf(section: Section, row: Row): MetricAlarm {
  const found = section.examples.map((example) => fromRow(row, section, example)?.alarm);
  return found.find((alarm) => alarm !== undefined) as MetricAlarm;
}

const isPaging = ({ AlarmDescription }: NamedAlarm): boolean =>
  pages(factsIn(AlarmDescription)?.severity ?? Severity.P3);

/** At the limit: the first scenario that alarms is made of values that only just breach. */
const isAlarming = ({ checks }: Scenario): boolean => checks[0]?.state === 'ALARM';

describe('one outage is one page', () => {
  const template = synthesizeSpecimens();
  const rules = new SynthesizedRules(template, template);
  /** The rules that are on, as they synthesize, on the first example that has each. */
  const onByDefault = ['HTTP API', 'SQS queue'].flatMap((resource) => {
    const section = SECTIONS.find((each) => each.resource === resource) as Section;
    return section.table.flatMap((row) => {
      const example = section.examples.find((each) => rules.find(row, section, each) !== undefined);
      if (example === undefined) return [];
      const { alarm } = rules.find(row, section, example) as ExampleAlarm;
      return [[row.id, row, alarm, specimenOf(section, example).component] as const];
    });
  });

  test.each(onByDefault)('%s', (_id, row, alarm, component) => {
    // GIVEN
    const alarms = rules.byDefault(component);
    const paging = alarms.filter((each) => !('AlarmRule' in each) && isPaging(each));
    const { history, checks } = scenariosFor(alarm, shapeOf(row)).find(isAlarming) as Scenario;

    // WHEN
    const states = new Timeline(alarms, history).evaluate(checks[0]?.minute ?? 0);

    // THEN
    const isPaged = paging.some(({ AlarmName }) => states.get(AlarmName) === 'ALARM');
    expect(states.get(`${STACK}/${component}/${row.id}`)).toBe('ALARM');
    expect(isPaged || !pages(row.severity)).toBe(true);
    expect(states.get(`${STACK}/${component}/Failing`) === 'ALARM').toBe(isPaged && paging.length > 1);
  });
});
