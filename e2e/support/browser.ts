import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/**
 * A real browser: `KALENDS_CHROMIUM` or the Chromium that npm brings (Linux x64). Its own default arguments would end it
 * with its first window.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.KALENDS_CHROMIUM ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true });
}

const images = join(__dirname, '..', '..', 'docs', 'images');

/** With `KALENDS_PICTURES=1` the pictures of the README are taken anew. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.KALENDS_PICTURES !== '1') return;
  const path = join(images, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  // Menus and dialogs finish opening first.
  await page.evaluate('Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))');
  await page.screenshot({ path });
}
