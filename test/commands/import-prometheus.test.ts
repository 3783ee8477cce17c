import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

/** In the manner of the alerts of a partner integration. */
const RULES = `groups:
  - name: partners
    interval: 15s
    rules:
      - record: partner:errors:rate5m
        expr: sum by (partner) (rate(partner_api_requests_total{status!="success"}[5m]))
      - alert: PartnerErrors
        expr: partner:errors:rate5m > 0.1
        for: 2m
        keep_firing_for: 10m
        labels: { severity: warning, team: integration }
        annotations:
          summary: 'High error rate for partner {{ $labels.partner }}'
          description: 'Partner {{ $labels.partner }} has {{ printf "%.2f" $value }} errors/sec'
          runbook_url: https://wiki.example.com/partners
      - alert: PartnerDown
        expr: up{job="partner_api"} == 0
        for: 1m
        labels: { severity: critical }
      - alert: SyncFailures
        expr: rate(sync_duration_seconds{status="failed"}[10m]) > 0.05
        labels: { severity: warning }
      - alert: Watchdog
        expr: vector(1)
        labels: { severity: info }
      - alert: Backlog
        expr: queue_depth > 1000
        labels: { severity: urgent }
      - alert: Elsewhere
        expr: job:latency:p99 > 1
`;

const importing = (rules: string, ...words: string[]) =>
  runIn(folderWith({ 'rules.yml': rules }), ['import', 'prometheus', 'rules.yml', ...words]);

test('each alert becomes a PromQL alarm, or is left out with the reason', async () => {
  // WHEN
  const { exitCode, stdout, stderr } = await importing(RULES);

  // THEN
  expect(exitCode).toBe(0);
  expect(stderr.split('\n')).toEqual([
    'rules.yml:5:9: partner:errors:rate5m: is no alarm: CloudWatch records no query. Its query is written into the alarms that read it.',
    'rules.yml:7:9: PartnerErrors: is evaluated each 10 s, not each 15 s: CloudWatch takes 10, 20, 30 or a multiple of 60 up to 3600.',
    `rules.yml:16:9: PartnerDown: 'up' exists only for targets that Prometheus scrapes: without such a target, this returns nothing and does not fire. Write: up{job="partner_api"} == 0 or absent(up{job="partner_api"})`,
    'rules.yml:16:9: PartnerDown: is evaluated each 10 s, not each 15 s: CloudWatch takes 10, 20, 30 or a multiple of 60 up to 3600.',
    expect.stringMatching(
      /^rules.yml:20:9: SyncFailures: is left out: sync_duration_seconds is no counter .*\. Write: rate\(sync_duration_seconds_count\{status="failed"\}\[10m\]\) > 0\.05$/,
    ),
    expect.stringMatching(/^rules.yml:23:9: Watchdog: is left out: it reads no metric/),
    "rules.yml:26:9: Backlog: is left out: its severity 'urgent' is not known. Give for example --severity urgent=P2.",
    "rules.yml:29:9: Elsewhere: is left out: it reads 'job:latency:p99' of a rule that is not in this file, and CloudWatch records no query.",
    'An alarm has no labels and annotations: they are in its description, where <name> stands for what only Prometheus fills in.',
    '2 of 6 alerts imported.',
    '',
  ]);
  const { Resources, Parameters } = JSON.parse(stdout);
  expect(Object.keys(Parameters)).toEqual(['TopicP1', 'TopicP2']);
  expect(Resources).toEqual({
    partnersPartnerErrors: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'partners/PartnerErrors',
        AlarmDescription:
          'High error rate for partner <partner>\nPartner <partner> has <value> errors/sec\n' +
          'runbook_url: https://wiki.example.com/partners\nseverity: warning\nteam: integration',
        AlarmActions: [{ Ref: 'TopicP2' }],
        OKActions: [{ Ref: 'TopicP2' }],
        EvaluationCriteria: {
          PromQLCriteria: {
            Query: 'sum by (partner) (rate(partner_api_requests_total{status!="success"}[5m])) > 0.1',
            PendingPeriod: 120,
            RecoveryPeriod: 600,
          },
        },
        EvaluationInterval: 10,
      },
    },
    partnersPartnerDown: expect.objectContaining({
      Properties: expect.objectContaining({ AlarmActions: [{ Ref: 'TopicP1' }] }),
    }),
  });
});

test('the template is written to a new file, and its alarms are those that vigil preview shows', async () => {
  // GIVEN
  const folder = folderWith({ 'rules.yml': RULES });

  // WHEN
  const { exitCode, stdout } = await runIn(folder, [
    ...['import', 'prometheus', 'rules.yml', '--severity', 'urgent=P0', '--output', 'alarms.json'],
  ]);

  // THEN
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(readFileSync(join(folder, 'alarms.json'), 'utf8')).toContain('TopicP0');
  const preview = await runIn(folder, ['preview', '--template', 'alarms.json', '--check']);
  expect(preview).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('partners/Backlog') });
});

test('nothing is written for a file with errors, of which all are listed', async () => {
  const folder = folderWith({
    'rules.yml': RULES.replace('queue_depth > 1000', 'rate(queue_depth) >').replace('for: 1m', 'for: 1'),
  });

  const { exitCode, stderr } = await runIn(folder, ['import', 'prometheus', 'rules.yml', '--output', 'alarms.json']);

  expect(exitCode).toBe(2);
  expect(stderr.split('\n')).toEqual([
    "vigil: rules.yml:18:14: '1' is no duration, such as 5m",
    'rules.yml:27:34: the expression ends too early',
    '',
  ]);
  expect(existsSync(join(folder, 'alarms.json'))).toBe(false);
});

test('a severity that is none is an error', async () => {
  expect(await importing(RULES, '--severity', 'urgent=high')).toMatchObject({
    exitCode: 2,
    stderr:
      "vigil: --severity takes a value of the label 'severity' and P0 to P3, such as page=P1, not 'urgent=high'.\n",
  });
});

test('recorded queries are written into alarms only where that does not change them', async () => {
  const rules = (expr: string, record = 'rate(a_total[5m])') => `groups:
  - name: g
    rules:
      - { record: 'job:a', expr: '${record}' }
      - { record: 'job:b', expr: 'job:a * 2' }
      - { alert: A, expr: '${expr}', labels: { severity: info } }
`;
  const queryOf = async (expr: string, record?: string) => {
    const { exitCode, stdout, stderr } = await importing(rules(expr, record));
    if (exitCode !== 0) return /A: is left out: (.*)/.exec(stderr)?.[1];
    return JSON.parse(stdout).Resources.gA.Properties.EvaluationCriteria.PromQLCriteria.Query;
  };

  expect(await queryOf('job:b > 3')).toBe('rate(a_total[5m]) * 2 > 3');
  expect(await queryOf('job:b ^ 2 > 3', 'x + y')).toBe('((x + y) * 2) ^ 2 > 3');
  expect(await queryOf('max_over_time(job:a[1h]) > 3')).toBe(
    "it reads a range of the recorded 'job:a', and CloudWatch records no query.",
  );
  expect(await queryOf('job:a{x="y"} > 3')).toBe(
    "it reads the recorded 'job:a' by labels or at another time, and CloudWatch records no query.",
  );
  expect(await queryOf('job:a > 3', 'job:b')).toBe(
    'it reads recorded metrics that read each other, and CloudWatch records no query.',
  );
});
