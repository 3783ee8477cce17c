// Takes the pictures of the docs anew, into docs/pictures: the rehearsal room of the reference system and of a shop, while something is
// broken. Needs Chromium, and what `npm run build` makes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { drawn, type Look, launch, open, rehearse } from '../../test/browser/rehearsal.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const pictures = join(root, 'docs', 'pictures');

const DESKTOP: Look = { width: 1280, scheme: 'light' };
const DARK: Look = { width: 1280, scheme: 'dark' };
const PHONE: Look = { width: 390, scheme: 'light' };
const HEIGHT = 800;

interface Picture {
  /** Of the file. */
  readonly name: string;
  /** The address after `#`. */
  readonly address: string;
  readonly look?: Look;
  /** What of the page is pictured. @default - its first screen */
  readonly of?: string;
  readonly height?: number;
  readonly before?: (page: Page) => Promise<void>;
}

interface Subject {
  readonly app: string;
  readonly failures: readonly string[];
  readonly pictures: readonly Picture[];
}

const folder = mkdtempSync(join(tmpdir(), 'vigil-pictures-'));
const env = { ...process.env, CDK_VALIDATION: 'false' };

/** The reference system, as `npm start` shows it. */
function reference(): string {
  const name = 'cdk.out';
  const outdir = join(folder, name);
  const context = { env: 'prod', '@aws-cdk/core:failSynthOnValidationErrors': false };
  execFileSync('npx', ['tsx', 'bin/app.ts'], {
    cwd: root,
    env: { ...env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  return name;
}

function shop(layout: string, ...names: string[]): string {
  const name = names.length === 1 ? 'shop' : 'shops';
  const outdir = join(folder, name);
  execFileSync('npx', ['tsx', join(here, 'shop.ts'), outdir, layout, ...names], { cwd: root, env });
  return name;
}

const ofComponent = (component: string): string => `/dashboards/shop-Vigil-us-east-1-shop-${component}`;
const message = (kind: string): string => `.message:has(.${kind})`;
const openPanel = (page: Page): Promise<void> => page.getByRole('button', { name: 'Break something' }).click();

const SUBJECTS: readonly Subject[] = [
  {
    app: reference(),
    failures: ['CreatedInvoices: stuck consumer'],
    pictures: [
      { name: 'room', address: '/', before: openPanel },
      { name: 'room-dark', address: '/', look: DARK },
      { name: 'room-phone', address: '/', look: PHONE },
      { name: 'details', address: '/dashboards/invoicing-prod-Vigil-us-east-1-details' },
      { name: 'alarm', address: '/alarms/invoicing-prod%2FCreatedInvoices%2FQueueStuck', height: 720 },
      { name: 'slack', address: '/outbox', of: message('slack') },
      { name: 'e-mail', address: '/outbox', of: message('mail') },
      { name: 'sms', address: '/outbox', of: message('phone') },
    ],
  },
  {
    app: 'cdk.out',
    failures: ['health: health check fails'],
    pictures: [{ name: 'health-check', address: '/outbox', of: message('slack') }],
  },
  {
    app: shop('PER_COMPONENT', 'shop'),
    failures: ['Portal: origin down', 'Api: slow dependency', 'Orders: poison message', 'Accounts: overloaded'],
    pictures: [
      { name: 'portal', address: ofComponent('Portal'), height: 620 },
      { name: 'api', address: ofComponent('Api'), height: 900 },
      { name: 'event', address: ofComponent('OrderPlaced'), height: 620 },
      { name: 'queue', address: ofComponent('Orders'), height: 900 },
      { name: 'database', address: ofComponent('Accounts'), height: 900 },
    ],
  },
  {
    app: shop('PER_STACK', 'berlin', 'ghent', 'madrid', 'oslo', 'paris', 'porto', 'rome', 'vienna'),
    failures: ['Orders: stuck consumer'],
    pictures: [{ name: 'index', address: '/dashboards/watch-Vigil-us-east-1' }],
  },
];

mkdirSync(pictures, { recursive: true });
const browser = await launch();
try {
  for (const subject of SUBJECTS) await takeAll(browser, subject);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function takeAll(browser: Browser, { app, failures, pictures }: Subject): Promise<void> {
  const broken = failures.flatMap((failure) => ['--break', failure]);
  const rehearsal = await rehearse(folder, '--app', app, '--speed', '1', ...broken);
  try {
    for (const picture of pictures) await take(browser, rehearsal.url, picture);
  } finally {
    await rehearsal.end();
  }
}

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const { name, address, look = DESKTOP, of, height = HEIGHT, before } = picture;
  const page = await open(browser, `${url}#${address}`, look);
  await page.setViewportSize({ width: look.width, height });
  await before?.(page);
  await page.waitForTimeout(1000);
  await drawn(page);
  const path = join(pictures, `${name}.png`);
  if (of === undefined) await page.screenshot({ path });
  else await page.locator(of).first().screenshot({ path });
  await page.close();
  console.log(path);
}
