import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { folderOfApp } from '../bin/run-app';
import { runIn } from '../commands/terminal';
import { drawn, launch, open, type Rehearsal, rehearse, type Watched } from './rehearsal';

const DESKTOP = { width: 1440, scheme: 'light' } as const;
const PHONE = { width: 390, scheme: 'dark' } as const;
/** What a log query would show needs CloudWatch Logs. */
const NOT_HERE = /^(Log queries run in CloudWatch Logs only|No data|No alarm is in ALARM)/;

let folder: string;
let rehearsal: Rehearsal;
/** Of the same app, while something is in ALARM and messages were sent. */
let broken: Rehearsal;
let browser: Browser;
let page: Page & { watched: Watched };

beforeAll(async () => {
  folder = await folderOfApp('prod');
  rehearsal = await rehearse(folder, '--app', 'cdk.out');
  broken = await rehearse(folder, '--app', 'cdk.out', '--break', 'CreatedInvoices: stuck consumer');
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await broken?.end();
  expect(await rehearsal?.end()).toBe(0);
});
afterEach(() => page.close());

const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
const section = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();

describe.each([DESKTOP, PHONE])('$width pixels wide, $scheme', (look) => {
  test('every dashboard is drawn, without an error and without asking anybody else', async () => {
    page = await open(browser, rehearsal.url, look);
    const names = await page.getByLabel('Dashboard').locator('option').allTextContents();

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      await page.getByLabel('Dashboard').selectOption({ label: name });
      await page.setViewportSize({ width: look.width, height: 12_000 });
      await drawn(page);
      const notes = await page.locator('.widget .note').allTextContents();
      expect(notes.filter((note) => !NOT_HERE.test(note))).toEqual([]);
      expect(await page.locator('.widget canvas').count()).toBeGreaterThan(5);
    }
    expect(page.watched).toEqual({ errors: [], strangers: [] });
  });

  test.each([
    'dashboards',
    'alarms',
    'alarms/invoicing-prod%2FCreatedInvoices%2FQueueStuck',
    'alarms/invoicing-prod%2FCreatedInvoices%2FFailing',
    'outbox',
    'report',
    'functions',
  ])('%s has contrast, labels and roles, and fits', async (name) => {
    page = await open(browser, broken.url, look);
    await page.evaluate(`location.hash = '#/${name}'`);
    await page.waitForTimeout(500);
    await press('Break something');
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<{ violations: readonly Violation[] }>('axe.run()');
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );

    expect(found).toEqual([]);
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Run in the page by the browser itself, which its own policy does not concern. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

test('a consumer is broken, pages once, and recovers; the saved test passes', async () => {
  // GIVEN time stands still at a full minute
  page = await open(browser, rehearsal.url, DESKTOP);
  await press('Pause time');
  await press('Break something');
  await page
    .getByRole('button', { name: 'Begin again' })
    .click({ timeout: 1000 })
    .catch(() => {});
  const began = await clock();

  // WHEN
  await press('Break CreatedInvoices CreatedInvoices: stuck consumer');
  await page.getByText('no alarm yet').waitFor();
  await press('Forward 15 minutes');
  await page.getByText('in ALARM after 7 min').waitFor();

  // THEN the page of the component is in ALARM, and each receiver has one message
  await section('Outbox');
  await page.getByText('3 messages').waitFor();
  await page.getByText('[P1] CreatedInvoices in prod: Messages wait, and none is processed.').first().waitFor();
  await section('Alarms');
  await page.locator('.alarm-list li').first().getByText('CreatedInvoices').click();
  await page.getByRole('heading', { name: /In alarm/ }).waitFor();
  await page.getByText('transitioned to ALARM').or(page.getByText('Threshold Crossed')).first().waitFor();

  // WHEN it is fixed
  await press('Fix');
  await press('Forward one hour');
  await page.getByRole('heading', { name: /OK/ }).waitFor();
  await section('Outbox');
  await page.getByText('6 messages').waitFor();

  // THEN
  expect(page.watched).toEqual({ errors: [], strangers: [] });
  const saved = await page.evaluate(async () => (await fetch('/alarms.test.yaml')).text());
  writeFileSync(join(folder, 'alarms.test.yaml'), saved);
  const { exitCode, stdout } = await runIn(folder, ['test']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('1 test passed.') });
  expect(began).toMatch(/^Mon 5 Jan/);
});

const clock = () => page.locator('.clock').textContent();
