import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser';

/** One page of the room, to be pictured in each look. */
export interface Subject {
  /** Of the file, without what says the look. */
  readonly name: string;
  /** The address after `#`. */
  readonly address: string;
}

interface Look {
  readonly suffix: string;
  readonly width: number;
  readonly scale: number;
  readonly scheme: 'light' | 'dark';
}

const LOOKS: readonly Look[] = [
  { suffix: '', width: 1440, scale: 1, scheme: 'light' },
  { suffix: '-dark', width: 1440, scale: 1, scheme: 'dark' },
  { suffix: '-phone', width: 390, scale: 2, scheme: 'light' },
];

/** What Chromium can still picture. */
const HIGHEST = 16_000;
const FIRST_HEIGHT = 900;
const PATIENCE_MS = 20_000;

/** Pictures pages of a room that is served at `url`. Returns the files. */
export async function takePictures(
  browserPath: string,
  url: string,
  subjects: readonly Subject[],
  directory: string,
): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  const files: string[] = [];
  const browser = new Browser(browserPath);
  try {
    await browser.open(url);
    for (const { name, address } of subjects) {
      for (const look of LOOKS) {
        const file = join(directory, `${fileName(name)}${look.suffix}.png`);
        writeFileSync(file, await picture(browser, address, look));
        files.push(file);
      }
    }
  } finally {
    await browser.close();
  }
  return files;
}

const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '-');

async function picture(browser: Browser, address: string, { width, scale, scheme }: Look): Promise<Buffer> {
  const size = (height: number) =>
    browser.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false });
  await browser.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await size(FIRST_HEIGHT);
  await browser.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await until(browser, "document.querySelector('main .grid, main .content') !== null");
  // as high as the page, so that all of it is in sight and filled
  await size(Math.min(HIGHEST, await browser.evaluate<number>('document.documentElement.scrollHeight')));
  await until(browser, "document.querySelector('[aria-busy=true]') === null");
  const { data } = await browser.send('Page.captureScreenshot', { format: 'png' });
  return Buffer.from(data as string, 'base64');
}

/** Waits until something holds in the page. */
async function until(browser: Browser, condition: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  do {
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (await browser.evaluate<boolean>(condition)) return;
  } while (Date.now() < end);
  throw new Error('The page of the rehearsal room was not drawn in time.');
}
