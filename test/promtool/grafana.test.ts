import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grafanaDashboard } from '../../lib/grafana/dashboard';
import type { JsonObject } from '../../lib/rehearsal/assembly/json';
import { runIn } from '../commands/terminal';
import { mistakesIn, SCHEMAS } from './grafana-types';

jest.setTimeout(120_000);

let dashboards: JsonObject[];

beforeAll(async () => {
  // GIVEN the reference system
  const out = mkdtempSync(join(tmpdir(), 'grafana-'));
  const { exitCode, stderr } = await runIn(
    join(__dirname, '../..'),
    ['export', 'grafana', '--out', out, '--sql', 'Accuracy=SELECT 1'],
    {
      env: { HOME: process.env.HOME ?? '' },
    },
  );
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const folder = join(out, 'dashboards/vigil');
  const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  // AND a widget in each view
  const metrics = [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders']];
  const widgets = ['gauge', 'table', 'bar', 'pie'].map((view) => ({ type: 'metric', properties: { view, metrics } }));
  const views = grafanaDashboard({ name: 'views', body: { widgets }, alarms: [], listsAlerts: false }).dashboard;
  dashboards = [...files, JSON.parse(JSON.stringify(views))];
});

test.each(Object.entries(SCHEMAS))('dashboards have the types of Grafana %s', (_, schema) => {
  expect(mistakesIn(dashboards, schema)).toEqual([]);
});

test('a property that Grafana does not have is found', () => {
  // WHEN
  const [first] = dashboards as [JsonObject];
  const mistakes = mistakesIn([{ ...first, refreshes: '5m' }], SCHEMAS[13]);

  // THEN
  expect(mistakes).toEqual([expect.stringContaining(`'"refreshes"' does not exist`)]);
});
