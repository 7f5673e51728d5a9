// The browser, started with nothing in it that calls home, and what is asked of a page in it.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts Chromium with a profile of its own, which goes when it is closed. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** What axe finds, in words; empty when it finds nothing. */
export async function axeFindings(page, only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axeSource);
  const violations = await page.evaluate(async (runOnly) => {
    const result = await globalThis.axe.run(document, {
      preload: false,
      resultTypes: ['violations'],
      runOnly,
    });
    return result.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html + ' ' + n.failureSummary) }));
  }, only);
  return violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.join('\n  ')}`);
}

/** How many pixels the page is wider than the window. */
export function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Walks with the Tab key until it leaves the page or comes round again; what had the focus, in order. */
export async function tabWalk(page, stepsMax = 60) {
  const stops = [];
  for (let step = 0; step < stepsMax; ++step) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element === globalThis.walkBegan) return null;
      globalThis.walkBegan ??= element;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return {
        name: element.textContent.trim(),
        href: element.getAttribute('href'),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inView: box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1 && box.height > 0,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** The page's links as they stand in the document. */
export function links(page) {
  return page.$$eval('a[href]', (all) => all.map((a) => ({ name: a.textContent.trim(), href: a.getAttribute('href') })));
}
