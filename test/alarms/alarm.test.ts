import { factsIn } from '../../lib/alarms/description';
import { type SynthesizedAlarm, watched } from '../support/synth';
import { addShop } from '../vigil/shop';

describe('every alarm', () => {
  let alarms: SynthesizedAlarm[];
  let metricAlarms: SynthesizedAlarm[];
  beforeAll(() => {
    ({ alarms } = watched(addShop, {}, { env: { region: 'us-east-1' } }));
    metricAlarms = alarms.filter(({ isComposite }) => !isComposite);
  });

  test('decides what a period without data means', () => {
    expect(metricAlarms.length).toBeGreaterThan(10);
    for (const { properties } of metricAlarms) {
      expect(['notBreaching', 'breaching', 'missing', 'ignore']).toContain(properties.TreatMissingData);
    }
  });

  test('has one result, of a metric or of an expression', () => {
    for (const { properties } of metricAlarms) {
      const returned = (properties.Metrics ?? []).filter(
        ({ ReturnData }: { ReturnData?: boolean }) => ReturnData !== false,
      );
      expect(returned).toHaveLength(properties.MetricName === undefined ? 1 : 0);
    }
  });

  test('has why, first steps and links', () => {
    for (const { description, component, severity } of alarms) {
      const [why, ...lines] = description.split('\n');

      expect(why).toMatch(/^[A-Z].*[.:]/);
      // a composite lists its alarms before
      expect(lines.find((line) => !line.startsWith('- '))).toMatch(/^1\. /);
      expect(lines.at(-2)).toMatch(
        /^\[Runbook\]\(https:\/\/\S+\/docs\/runbooks\/\w+\.md\) \[Dashboard\]\(https:\/\/\S+#dashboards:name=Shop-Vigil-us-east-1\)$/,
      );
      expect(lines.at(-1)).toMatch(
        /^vigil:P[0-3]\/(WebPortal|HttpApi|EventApi|Queue|Database)\/\w+\/\w*\/[\w-]+\/prod$/,
      );
      expect(factsIn(description)).toMatchObject({ severity, component, environment: 'prod' });
      expect(description.length).toBeLessThanOrEqual(1024);
    }
  });

  test('notifies of ALARM and of OK', () => {
    for (const { properties } of alarms) expect(properties.OKActions).toEqual(properties.AlarmActions);
  });
});

test('runbooks can be your own', () => {
  const own = watched(addShop, { runbookBaseUrl: 'https://wiki.example.com/' });

  for (const { description } of own.alarms)
    expect(description).toMatch(/\[Runbook\]\(https:\/\/wiki\.example\.com\/[a-z]+\)/);
});
