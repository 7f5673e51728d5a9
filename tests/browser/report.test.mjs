// A drill's report must be readable by everybody, from a file and without a network: on a phone and on a desk, in light and
// dark, on paper, by keyboard, by screen reader, and by whoever cannot tell colours apart.
//
// REPORTS names the folder that report_preview wrote.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { axeFindings, launch, overhang } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const widths = [320, 375, 1280];  // The first is WCAG 2.1 §1.4.10.

let browser;
let page;
let complaints = [];
let fetched = [];

before(async () => {
  browser = await launch();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await context.setOffline(true);
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => fetched.push(request.url()));
});

after(() => browser?.close());

/** Opens a report and hands its address to `look`; fails on whatever the browser complained of or fetched besides. */
async function onReport(name, look) {
  const url = pathToFileURL(join(process.env.REPORTS, `${name}.html`)).href;
  complaints = [];
  fetched = [];
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.goto(url);
  await look();
  assert.deepEqual(complaints, []);
  assert.deepEqual(fetched.filter((other) => other !== url), []);
}

const openAll = () => page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));

async function screenshot(name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SCREENSHOTS, `report.${name}.png`), fullPage: true });
}

describe('each report', () => {
  for (const name of ['sample', 'hostile', 'empty']) {
    test(name, () => onReport(name, async () => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        assert.ok(await overhang(page) <= 0, `scrolls sideways at ${width} px`);
        for (const [colorScheme, rules] of [['light', undefined], ['dark', ['cat.color']]]) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await axeFindings(page, rules), [], `axe at ${width} px, ${colorScheme}`);
          await screenshot(`${name}.${width}.${colorScheme}`);
        }
      }
      await openAll();
      assert.ok(await overhang(page) <= 0, 'scrolls sideways with everything unfolded');
      assert.deepEqual(await axeFindings(page), [], 'axe with everything unfolded');
    }));
  }

  test('largest', () => onReport('largest', async () => {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await openAll();
      assert.ok(await overhang(page) <= 0, `scrolls sideways at ${width} px`);
    }
  }));
});

test('headings leave no level out, and every section has one', () => onReport('sample', async () => {
  await openAll();
  const levels = await page.$$eval('h1,h2,h3,h4', (all) => all.map((heading) => Number(heading.tagName[1])));
  assert.equal(levels[0], 1);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1));
  assert.equal(await page.$$eval('section', (all) => all.filter((one) => !one.querySelector('h2')).length), 0);
}));

test('the keyboard reaches what scrolls, and one sees where one is', () => onReport('sample', async () => {
  await page.setViewportSize({ width: 375, height: 800 });
  const stops = new Map();
  for (let step = 0; step < 80; ++step) {
    await page.keyboard.press('Tab');
    const [name, outlined] = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      const name = one === document.body ? null : one.ariaLabel ?? one.textContent;
      return [name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
    });
    if (name === null || stops.has(name)) break;
    stops.set(name, outlined);
  }
  const wide = await page.$$eval('.scroll', (all) => all.filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel));
  assert.ok(wide.length >= 5);
  for (const name of wide) assert.ok(stops.has(name), `the keyboard does not reach "${name}"`);
  for (const [name, outlined] of stops) assert.ok(outlined, `no visible focus on "${name}"`);
}));

// WCAG 2.1 §1.4.11: what a picture is made of stands 3:1 against what is behind it.
function contrast(one, other) {
  const luminance = (color) => {
    const [r, g, b] = color.match(/\d+(\.\d+)?/g).slice(0, 3).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test('arms differ by more than their colour, and their colours stand out', () => onReport('sample', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const look = await page.evaluate(() => ({
      lines: [...document.querySelectorAll('.legend .line')].map((line) => getComputedStyle(line)).map(({ stroke, strokeDasharray }) => ({ stroke, strokeDasharray })),
      letters: [...document.querySelectorAll('.plot .at b')].map((letter) => letter.textContent),
      paper: getComputedStyle(document.body).backgroundColor,
      shade: getComputedStyle(document.querySelector('.attacked')).fill,
    }));
    assert.equal(look.lines.length, 4);
    assert.equal(new Set(look.lines.map(({ strokeDasharray }) => strokeDasharray)).size, 4);
    assert.deepEqual(look.letters, ['A', 'B', 'C', 'D']);
    for (const { stroke } of look.lines)
      for (const behind of [look.paper, look.shade]) assert.ok(contrast(stroke, behind) >= 3, `${stroke} on ${behind}, ${colorScheme}`);
  }
}));

test('verdicts differ by a mark', () => onReport('sample', async () => {
  const marks = await page.$$eval('.stages strong', (all) => all.map((one) => [one.textContent, getComputedStyle(one, '::before').content]));
  assert.equal(new Set(marks.map(([verdict]) => verdict)).size, 3);
  assert.equal(new Set(marks.map(([, mark]) => mark)).size, 3);
}));

// What a screen reader is told. UPDATE_GOLDEN=1 rewrites the snapshot; read the difference.
test('accessibility tree', () => onReport('sample', async () => {
  let tree = `${await page.title()}\n`;
  for (const part of ['header', '.headline', '#closure', '#over-time', '#groups', '#attack', '#not-seen'])
    tree += `\n${part}\n${await page.locator(part).ariaSnapshot()}\n`;
  const path = join(here, 'snapshots', 'report.sample.txt');
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, tree);
  assert.equal(tree, readFileSync(path, 'utf8'));
}));

test('on paper it is black on white', () => onReport('sample', async () => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const look = await page.evaluate(() => ({
    ink: getComputedStyle(document.body).color,
    paper: getComputedStyle(document.body).backgroundColor,
    contents: getComputedStyle(document.querySelector('nav')).display,
  }));
  assert.deepEqual(look, { ink: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)', contents: 'none' });
}));
