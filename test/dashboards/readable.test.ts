import { Stack } from 'aws-cdk-lib';
import { COLOURS } from '../../lib/dashboards/colours';
import { DashboardLayout } from '../../lib/index';
import { ALL_RULE_IDS } from '../../lib/resources/all';
import { runApp } from '../bin/run-app';
import { breachesOf } from '../support/dashboard-rules';
import { synthesizeSpecimens } from '../support/specimens';
import { type Json, newApp, newVigil, Synthesized, textOf, watched } from '../support/synth';
import { addShop } from '../vigil/shop';

const ofType = ({ Resources }: Json, type: string): Json[] =>
  Object.values<Json>(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

/** Everything that is wrong with the dashboards of a template. */
function breachesIn(template: Json): string[] {
  const alarms = new Map<string, Json[]>();
  for (const alarm of ofType(template, 'AWS::CloudWatch::Alarm')) {
    const id = textOf(alarm.AlarmName).split(/[/.]/).at(-1) as string;
    alarms.set(id, [...(alarms.get(id) ?? []), alarm]);
  }
  const dashboards = ofType(template, 'AWS::CloudWatch::Dashboard');
  expect(dashboards.length).toBeGreaterThan(0);
  return dashboards.flatMap(({ DashboardName, DashboardBody }) =>
    breachesOf(textOf(DashboardName), JSON.parse(textOf(DashboardBody)), alarms),
  );
}

describe('one unit for each axis, at most eight lines, colours that mean the same, thresholds of their own metric', () => {
  test('the reference system', async () => {
    const [template] = await runApp({ env: 'prod' }, 'Invoicing.template.json');

    expect(breachesIn(template)).toEqual([]);
  });

  test.each<[string, () => Json]>([
    ['by default', () => synthesizeSpecimens()],
    ['with the baseline rules', () => synthesizeSpecimens({}, true, true)],
    [
      'with every rule that has a threshold',
      () => synthesizeSpecimens(Object.fromEntries(ALL_RULE_IDS.map((id) => [id, { enabled: true, threshold: 7 }]))),
    ],
  ])('one of every resource, %s', (_, synthesize) => {
    expect(breachesIn(synthesize())).toEqual([]);
  });
});

test.each([undefined, DashboardLayout.COMPACT, DashboardLayout.PER_STACK, DashboardLayout.PER_COMPONENT])(
  'the dashboards of four stacks, layout %s, can be read, and lead to each other',
  (layout) => {
    // GIVEN
    const env = { account: '111122223333', region: 'us-east-1' };
    const app = newApp();
    const vigil = newVigil(new Stack(app, 'Watch', { env }), { dashboards: layout });
    for (let index = 1; index <= 4; index++) addShop(new Stack(app, `Shop${index}`, { env }));
    vigil.watch(app);

    // WHEN
    const synthesized = new Synthesized(app);

    // THEN
    const alarms = new Map<string, Json[]>();
    for (const { rule, properties } of synthesized.alarms) {
      const id = rule.split('.').at(-1) as string;
      alarms.set(id, [...(alarms.get(id) ?? []), properties]);
    }
    const dashboards = Object.entries<Json>(synthesized.dashboards);
    expect(dashboards.flatMap(([name, body]) => breachesOf(name, body, alarms))).toEqual([]);
    const linksOf = (body: Json): string[] =>
      body.widgets.flatMap(({ properties: { markdown = '' } }: Json) =>
        [...markdown.matchAll(/#dashboards:name=([^)]+)/g)].map(([, name]) => name),
      );
    const [[index, first], ...others] = dashboards.sort() as [[string, Json], ...[string, Json][]];
    expect(others.length).toBeGreaterThan(0);
    expect(linksOf(first)).toEqual(expect.arrayContaining(others.map(([name]) => name)));
    for (const [, body] of others) expect(linksOf(body)).toContain(index);
  },
);

describe('a dashboard that cannot be read is refused', () => {
  const shop = () => watched(addShop, {}, { env: { region: 'us-east-1' } });
  let alarms: Map<string, Json[]>;
  let body: string;
  beforeAll(() => {
    const synthesized = shop();
    alarms = new Map(
      synthesized.alarms.map(({ rule, properties }) => [rule.split('.').at(-1) as string, [properties]]),
    );
    body = JSON.stringify(synthesized.dashboards['Shop-Vigil-us-east-1']);
  });
  const changed = (change: (widget: Json, body: Json) => void, title = 'Api: latency') => {
    const copy = JSON.parse(body);
    change(
      copy.widgets.find(({ properties }: Json) => properties.title === title),
      copy,
    );
    return breachesOf('Shop', copy, alarms);
  };
  const withAge = 'Orders: oldest message';

  test('as it is, it can', () => expect(changed(() => {})).toEqual([]));

  test.each<[string, (widget: Json, body: Json) => void, RegExp, string?]>([
    [
      'two units on one axis',
      ({ properties: { metrics } }) =>
        metrics.push(['AWS/ApiGateway', 'Count', { label: 'n', color: COLOURS.traffic[0] }]),
      /n is Count on an axis of ms/,
    ],
    [
      'an axis without a unit',
      ({ properties }) => {
        properties.yAxis.left.label = undefined;
      },
      /names no unit/,
    ],
    [
      'more than eight lines',
      ({ properties: { metrics } }) => {
        for (let index = 0; index < 5; index++)
          metrics.push(['...', { label: 'more', color: Object.values(COLOURS)[index]?.[3] }]);
      },
      /9 lines/,
    ],
    [
      'a search without a limit',
      ({ properties: { metrics } }) =>
        metrics.push([{ expression: "SEARCH('{A,B} MetricName=\"Latency\"', 'p95')", label: 'all' }]),
      /Infinity lines/,
    ],
    [
      'the colour of another meaning',
      ({ properties: { metrics } }) => {
        metrics[0].at(-1).color = COLOURS.error[0];
      },
      /p90 has not the colour of p90/,
    ],
    [
      'one colour for two lines',
      ({ properties: { metrics } }) => {
        metrics[1].at(-1).color = metrics[0].at(-1).color;
      },
      /two lines are/,
    ],
    [
      'a colour of its own',
      ({ properties: { metrics } }) => {
        metrics[3].at(-1).color = '#123456';
      },
      /#123456/,
    ],
    [
      'a line without a label',
      ({ properties: { metrics } }) => {
        metrics[0].at(-1).label = undefined;
      },
      /no label/,
    ],
    [
      'the threshold of another metric',
      ({ properties }) => {
        properties.annotations = { horizontal: [{ label: 'QueueStuck > 60 s', value: 60 }] };
      },
      /QueueStuck > 60 s is not the threshold/,
    ],
    [
      'a threshold that no alarm has',
      ({ properties }) => {
        properties.annotations.horizontal[0].value = 7;
      },
      /is not the threshold/,
      withAge,
    ],
    [
      'a threshold on the other axis',
      ({ properties }) => {
        properties.annotations.horizontal[0].yAxis = 'right';
      },
      /is not the threshold/,
      withAge,
    ],
    [
      'a threshold of no alarm',
      ({ properties }) => {
        properties.annotations.horizontal[0].label = 'Nothing > 1';
      },
      /no alarm Nothing/,
      withAge,
    ],
    [
      'an axis that is cut off',
      ({ properties }) => {
        properties.yAxis.left.max = 100;
      },
      /cut off/,
    ],
    [
      'too many widgets',
      (_, { widgets }) => {
        while (widgets.length <= 100) widgets.push({ ...widgets.at(-1), y: widgets.length * 50 });
      },
      /101 widgets/,
    ],
    [
      'widgets that cover each other',
      (_, { widgets }) => {
        widgets[1].y = widgets[0].y;
      },
      /covers another/,
    ],
    [
      'graphs before states',
      (_, { widgets }) => {
        widgets.unshift({ ...widgets.at(-1), type: 'metric', y: 9999, properties: {} });
      },
      /state below a graph/,
    ],
    [
      'graphs after logs',
      (_, { widgets }) => {
        widgets.push({ ...widgets[2], y: 9999 });
      },
      /after the logs/,
    ],
    [
      'two widgets of the same title',
      (_, { widgets }) => {
        widgets.at(-1).properties.title = 'Api';
      },
      /two widgets are titled 'Api'/,
    ],
    [
      'an alarm widget that CloudWatch refuses',
      (_, { widgets }) => {
        widgets[1].properties.alarms = [];
      },
      /0 alarms/,
    ],
  ])('%s', (...[, change, breach, title]) => {
    expect(changed(change, title).join('\n')).toMatch(breach);
  });
});
