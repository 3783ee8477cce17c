import type { Browser, Page } from 'playwright-core';
import { alarm, folderWith } from '../rehearsal/templates';
import { launch, open, type Rehearsal, rehearse, type Watched } from './rehearsal';

const HTML =
  '<img src="https://attacker.example/x.png" onerror="globalThis.hacked = 1"><script>globalThis.hacked = 1</script>';
const dashboard = (DashboardName: string, DashboardBody: string) => ({
  Type: 'AWS::CloudWatch::Dashboard',
  Properties: { DashboardName, DashboardBody },
});
const metric = ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', HTML, { label: HTML }];
const widgets = [
  {
    type: 'text',
    properties: { markdown: `${HTML}\n\n[link](javascript:globalThis.hacked=1) ![picture](https://attacker.example/)` },
  },
  ...['timeSeries', 'singleValue', 'bar', 'pie', 'table', 'gauge', HTML].map((view) => ({
    type: 'metric',
    properties: { title: HTML, view, metrics: [metric, [{ expression: HTML }]] },
  })),
  { type: HTML, properties: {} },
];

let rehearsal: Rehearsal;
let browser: Browser;
let page: Page & { watched: Watched };

beforeAll(async () => {
  const Resources = {
    Board: dashboard('board', JSON.stringify({ widgets })),
    Broken: dashboard('broken', 'no JSON'),
    Alarm: alarm({ AlarmName: HTML, AlarmDescription: HTML }),
  };
  const folder = folderWith({ 't.json': { Resources } });
  rehearsal = await rehearse(folder, '--template', 't.json');
  browser = await launch();
  page = await open(browser, rehearsal.url, { width: 1200, scheme: 'light' });
});
afterAll(async () => {
  await browser?.close();
  await rehearsal?.end();
});

test('nothing in an assembly runs, and nothing is fetched for it', async () => {
  for (const hash of ['#/dashboards/board', '#/alarms', `#/alarms/${encodeURIComponent(HTML)}`, '#/outbox']) {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.waitForTimeout(1000);
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.locator('img, a[href^="javascript:"]').count()).toBe(0);
  }
  expect(page.watched).toEqual({ errors: [], strangers: [] });
});

test('a body that is no JSON has one message', async () => {
  await page.evaluate("location.hash = '#/dashboards/broken'");

  await page.getByText('The body of this dashboard is not a JSON object.').waitFor();
});
