import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { type PrometheusRulesOptions, Route, Severity, type VigilProps } from '../../lib/index';
import { errorsOf, newStack, newVigil } from '../support/synth';

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RULES = `groups:
  - name: partners
    rules:
      - alert: PartnerErrors
        expr: rate(partner_api_requests_total{status!="success"}[5m]) > 0.1
        for: 2m
        labels: { severity: warning }
        annotations: { summary: Calls fail. }
      - alert: Outage
        expr: queue_depth > 1000
        labels: { severity: urgent }
      - alert: Known
        expr: queue_depth > 10
        labels: { severity: info }
      - alert: SyncFailures
        expr: rate(sync_duration_seconds{status="failed"}[10m]) > 0.05
        labels: { severity: warning }
`;

function stackWith(rules: string, options?: PrometheusRulesOptions, props: Partial<VigilProps> = {}) {
  const file = join(folder, 'rules.yml');
  writeFileSync(file, rules);
  const stack = newStack();
  newVigil(stack, props).prometheusRules(file, options);
  return { stack, file };
}

test('alerts become alarms that notify the routes of their severity', () => {
  // GIVEN
  const { stack, file } = stackWith(RULES, { severities: { urgent: Severity.P0 } });

  // WHEN
  const template = Template.fromStack(stack);

  // THEN
  const alarms = Object.values(
    template.findResources('AWS::CloudWatch::Alarm', { Properties: { EvaluationInterval: Match.anyValue() } }),
  ).map(({ Properties: { AlarmName, AlarmActions = [], EvaluationCriteria } }) => [
    ...[AlarmName, AlarmActions.map(({ Ref }: { Ref: string }) => Ref.slice(0, 13))],
    EvaluationCriteria.PromQLCriteria,
  ]);
  expect(alarms).toEqual([
    [
      ...['Shop/partners/PartnerErrors', ['VigilTopicsP2']],
      { Query: 'rate(partner_api_requests_total{status!="success"}[5m]) > 0.1', PendingPeriod: 120 },
    ],
    ['Shop/partners/Outage', ['VigilTopicsP0'], { Query: 'queue_depth > 1000' }],
    ['Shop/partners/Known', [], { Query: 'queue_depth > 10' }],
  ]);
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`${file}:15:9: SyncFailures: is left out: `));
});

test('logical ids do not depend on the folder of the file', () => {
  const { stack } = stackWith(RULES, { severities: { urgent: Severity.P0 } });

  expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))).toContainEqual(
    expect.stringMatching(/^VigilRulesrulesymlpartnersOutage/),
  );
});

test('mistakes in a file, a severity without a route, and a file that is not there are errors', () => {
  // GIVEN
  const errorsWith = (rules: string, props: Partial<VigilProps> = {}) => {
    const { stack, file } = stackWith(rules, {}, props);
    return errorsOf(App.of(stack) as App).map((error) => error.replace(file, 'rules.yml'));
  };
  const alert = (expr: string) =>
    `groups: [{ name: a, rules: [{ alert: B, expr: '${expr}', labels: { severity: page } }] }]`;

  // THEN
  expect(errorsWith(alert('queue_depth >'))).toEqual([expect.stringMatching(/^rules\.yml:1:\d+: /)]);
  expect(
    errorsWith(alert('queue_depth > 5'), { routes: [Route.email('a@example.com', { severities: [Severity.P2] })] }),
  ).toContain(
    "rules.yml has alerts of severity P1, and no route carries it. Add a route that does, or add P1 to 'showOnly'.",
  );
  const stack = newStack();
  newVigil(stack).prometheusRules('missing.yml');
  expect(errorsOf(App.of(stack) as App)).toEqual(['there is no file missing.yml.']);
});
