import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { alarm, folderWith } from '../rehearsal/templates';
import { launch, open, type Rehearsal, rehearse, type Watched } from './rehearsal';

const HASH = 'a'.repeat(64);
/** Prints one metric, and fails on request. */
const CODE = `export const handler = async ({ failed }) => {
  const CloudWatchMetrics = [{ Namespace: 'Shop', Dimensions: [['Service']], Metrics: [{ Name: 'Failed', Unit: 'Count' }] }];
  console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, Service: 'api', Failed: failed }));
  if (failed > 9) throw new Error('out of paper');
  return { failed };
};`;
const Resources = {
  Failed: alarm({
    ...{ AlarmName: 'shop/api/Failed', Namespace: 'Shop', MetricName: 'Failed', Threshold: 5 },
    Dimensions: [{ Name: 'Service', Value: 'api' }],
  }),
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { S3Bucket: 'b', S3Key: `${HASH}.zip` } },
  },
  Old: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13', Handler: 'x.y', Code: { ZipFile: '' } } },
};
const TESTS = `assembly: cdk.out
tests:
  - name: the API fails
    lasting: 10m
    expect: [{ alarm: Failed, states: { 10m: OK } }]
`;

let rehearsal: Rehearsal;
let browser: Browser;
let page: Page & { watched: Watched };

beforeAll(async () => {
  const folder = folderWith({
    't.json': { Resources },
    [join(`asset.${HASH}`, 'index.mjs')]: CODE,
    'alarms.test.yaml': TESTS,
  });
  rehearsal = await rehearse(folder, '--template', 't.json');
  browser = await launch();
  page = await open(browser, rehearsal.url, { width: 1200, scheme: 'light' });
});
afterAll(async () => {
  await browser?.close();
  await rehearsal?.end();
});

const go = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

test('an assembly without dashboards says so', async () => {
  await page.getByText('This assembly has no dashboards.').waitFor();
});

test('a function is called from the page, its metrics move its alarm, and what it printed is shown', async () => {
  // GIVEN
  await go('#/functions');
  await press('Pause time');

  // WHEN
  await page.getByLabel('Event').fill('{ "failed": 7 }');
  await press('Call');
  await page.getByText('{"failed":7}').waitFor();
  await press('+1 min: Forward one minute');

  // THEN
  await go('#/alarms/shop%2Fapi%2FFailed');
  await page.getByRole('heading', { name: /In alarm/ }).waitFor();
  await page.getByText('the API fails').waitFor();
  await page.getByText('alarms.test.yaml:5').waitFor();
});

test('an event that is no JSON, a function that fails and one that cannot be called have one message each', async () => {
  await go('#/functions');
  await page.getByLabel('Event').fill('{ failed: 7 }');
  await press('Call');
  await page.getByText('The event is no JSON.').waitFor();

  await page.getByLabel('Event').fill('{ "failed": 10 }');
  await press('Call');
  await page.getByText('It failed. Error: out of paper').waitFor();

  await page.getByLabel('Function').selectOption({ label: 'Old (cannot be called)' });
  await page.getByText('It cannot be called here: it runs on python3.13').waitFor();
  // the refused event is an answer of 400, which a browser logs
  expect(page.watched.errors.filter((each) => !each.includes('400'))).toEqual([]);
  expect(page.watched.strangers).toEqual([]);
});

test('what is wrong is counted, and false alerts are named', async () => {
  await go('#/report');

  await page.getByRole('heading', { name: 'Time to detect' }).waitFor();
  await page.getByText('Nothing was broken so far.').waitFor();
});
