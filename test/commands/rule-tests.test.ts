import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const RULES = `groups:
  - name: partner integration
    rules:
      - record: partner:errors:rate5m
        expr: sum by (partner) (rate(partner_api_requests_total{status!="success"}[5m]))
      - alert: PartnerErrors
        expr: partner:errors:rate5m > 0.1
        for: 2m
        labels: { severity: warning }
        annotations:
          summary: 'High error rate for partner {{ $labels.partner }}: {{ $value | humanize }}'
`;

const testsOf = (expectation: string): string => `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - name: errors for ten minutes
    interval: 1m
    input_series:
      - series: 'partner_api_requests_total{partner="acme", status="failed"}'
        values: 0+12x10 120x20
    alert_rule_test:
${expectation}
    promql_expr_test:
      - expr: partner:errors:rate5m
        eval_time: 8m
        exp_samples: [{ labels: 'partner:errors:rate5m{partner="acme"}', value: 0.2 }]
`;

const FIRES = `      - { eval_time: 1m, alertname: PartnerErrors }
      - eval_time: 5m
        alertname: PartnerErrors
        exp_alerts:
          - exp_labels: { severity: warning, partner: acme }
            exp_annotations: { summary: 'High error rate for partner acme: 200m' }
      - { eval_time: 16m, alertname: PartnerErrors }`;

test('runs tests of promtool, with the rules that they name', async () => {
  const folder = folderWith({ 'rules.yml': RULES, 'tests.yml': testsOf(FIRES) });

  const { exitCode, stdout, stderr } = await runIn(folder, ['test', 'tests.yml']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe('tests.yml\n  ok    errors for ten minutes\n\n1 test passed.\n');
});

test('shows what was expected and what came, with the line of the test', async () => {
  const folder = folderWith({
    'rules.yml': RULES,
    'tests.yml': testsOf('      - { eval_time: 5m, alertname: PartnerErrors }'),
  });

  const { exitCode, stdout } = await runIn(folder, ['test', 'tests.yml']);

  expect(exitCode).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'FAIL errors for ten minutes tests.yml:10:9: after 300 s, PartnerErrors was expected as nothing, not as ' +
      '{alertname="PartnerErrors", partner="acme", severity="warning"} {summary="High error rate for partner acme: 200m"}.',
  );
});

test('names all errors of rules and tests, each with line and column', async () => {
  const folder = folderWith({
    'rules.yml': RULES.replace('rate(partner', 'rat(partner').replace('for: 2m', 'for: soon'),
    'tests.yml': testsOf(FIRES),
    'others.yml': testsOf(FIRES).replace('rules.yml', 'none.yml'),
    'wrong.yml': testsOf(FIRES).replace('0+12x10', '0+12y10').replace('eval_time: 1m', 'eval_tim: 1m'),
  });

  const { exitCode, stderr } = await runIn(folder, ['test', 'tests.yml', 'others.yml', 'wrong.yml']);

  expect(exitCode).toBe(2);
  expect(stderr.split('\n')).toEqual([
    "vigil: rules.yml:5:33: the function 'rat' is not known; did you mean 'rad'?",
    "rules.yml:8:14: 'soon' is no duration, such as 5m.",
    "others.yml:1:14: there is no rule file 'none.yml'.",
    "wrong.yml:8:17: '0+12y10' is no value, such as 5, 0+10x5, _ or stale.",
    "wrong.yml:10:11: 'eval_tim' is not supported; did you mean 'eval_time'?",
    '',
  ]);
});
