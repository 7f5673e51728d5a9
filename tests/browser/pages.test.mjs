// Every page that people meet must be readable by everybody: on a phone and on a desk, in light and dark, by keyboard, by
// screen reader, from right to left, without JavaScript, and without anything being loaded from elsewhere.
//
// PAGES names the folder that answers_preview wrote.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { axeFindings, launch, links, overhang, tabWalk } from './browser.mjs';
import { serve } from './site.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(join(process.env.PAGES, 'manifest.json'), 'utf8'));
const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 900 };
const narrow = { width: 320, height: 640 };  // WCAG 2.1 §1.4.10: nothing scrolls sideways at 320 px

let site;
let browser;

before(async () => {
  site = await serve(process.env.PAGES);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

// One window with JavaScript and one without; tests run one after the other, each on a page loaded anew.
const windows = new Map();

async function windowFor(javaScriptEnabled) {
  if (!windows.has(javaScriptEnabled)) {
    const context = await browser.newContext({ viewport: phone, reducedMotion: 'reduce', javaScriptEnabled });
    const seen = { page: await context.newPage(), complaints: [], fetched: [] };
    seen.page.on('console', (message) => seen.complaints.push(message.text()));
    seen.page.on('pageerror', (error) => seen.complaints.push(String(error)));
    seen.page.on('request', (request) => seen.fetched.push(request.url()));
    windows.set(javaScriptEnabled, seen);
  }
  return windows.get(javaScriptEnabled);
}

/** Opens a page, hands it to `look`, and fails on whatever the browser complained of or fetched besides. */
async function onPage(entry, look, { javaScriptEnabled = true } = {}) {
  const { page, complaints, fetched } = await windowFor(javaScriptEnabled);
  await page.setViewportSize(phone);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light', reducedMotion: 'reduce' });
  const url = `${site.origin}/${entry.file}`;
  complaints.length = 0;
  fetched.length = 0;
  await page.goto(url);
  await look(page);
  assert.deepEqual(complaints, []);
  assert.deepEqual([...new Set(fetched)].filter((other) => other !== url && !other.startsWith(url + '#')), []);
}

async function screenshot(page, name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SCREENSHOTS, name + '.png'), fullPage: true });
}

const namesAgency = (entry) => entry.page === 'status' || (entry.case !== 'bare' && !['misdirected', 'bad_host'].includes(entry.kind));

/** Tab reaches every link in order, the skip link first, and one sees where one is. */
async function keyboardWalk(page) {
  const stops = await tabWalk(page);
  assert.deepEqual(stops.map(({ name, href }) => ({ name, href })), await links(page));
  assert.equal(stops[0].href, '#main');
  for (const stop of stops) {
    assert.ok(stop.outlined, `no visible focus on "${stop.name}"`);
    assert.ok(stop.inView, `the focus is out of sight on "${stop.name}"`);
  }
}

describe('each page', () => {
  for (const entry of manifest) {
    test(entry.file, () => onPage(entry, async (page) => {
      await keyboardWalk(page);
      for (const viewport of [phone, desk]) {
        await page.setViewportSize(viewport);
        // In the dark only the colours are others.
        for (const [colorScheme, rules] of [['light', undefined], ['dark', ['cat.color']]]) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          assert.deepEqual(await axeFindings(page, rules), [], `axe at ${viewport.width} px, ${colorScheme}`);
          assert.ok(await overhang(page) <= 0, `scrolls sideways at ${viewport.width} px`);
          await screenshot(page, `${entry.file.replace('/', '.')}.${viewport.width}.${colorScheme}`);
        }
      }
      await page.setViewportSize(narrow);
      assert.ok(await overhang(page) <= 0, 'scrolls sideways at 320 px');
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0, 'something moves');

      const shape = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        dir: document.documentElement.dir,
        direction: getComputedStyle(document.body).direction,
        levels: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1])),
        landmarks: ['header', 'main', 'footer'].map((name) => document.querySelectorAll(`body > ${name}`).length),
        styled: getComputedStyle(document.querySelector('header, footer')).backgroundColor !== 'rgba(0, 0, 0, 0)',
      }));
      const direction = entry.right_to_left ? 'rtl' : 'ltr';
      assert.deepEqual([shape.lang, shape.dir, shape.direction], [entry.language, direction, direction]);
      assert.deepEqual(shape.landmarks, [namesAgency(entry) ? 1 : 0, 1, 1]);
      assert.ok(shape.styled, 'the style sheet is not applied: its hash in Content-Security-Policy is wrong');
      assert.equal(shape.levels[0], 1);
      assert.equal(shape.levels.filter((level) => level === 1).length, 1);
      shape.levels.forEach((level, i) => assert.ok(i === 0 || level <= shape.levels[i - 1] + 1, 'a heading level is left out'));
    }));
  }
});

test('the skip link leads to the content', () => onPage(manifest[0], async (page) => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
}));

// What a screen reader is told. UPDATE_GOLDEN=1 rewrites the snapshots; read the difference.
describe('accessibility tree', () => {
  const shown = manifest.filter(({ file }) => /^(closed\.(post|bare|none)|misdirected\.get|too_large\.post)\.|^(troubled|stale)\//.test(file));
  for (const entry of shown) {
    test(entry.file, () => onPage(entry, async (page) => {
      const path = join(here, 'snapshots', entry.file.replace('/', '.').replace('.html', '.txt'));
      const tree = `${await page.title()}\n${await page.locator('body').ariaSnapshot()}\n`;
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, tree);
      assert.equal(tree, readFileSync(path, 'utf8'));
    }));
  }
});

describe('without JavaScript', () => {
  for (const entry of manifest.filter(({ language }) => language === 'en')) {
    test(entry.file, async () => {
      let withScript;
      await onPage(entry, async (page) => { withScript = await page.locator('body').innerText(); });
      await onPage(entry, async (page) => {
        const without = await page.locator('body').innerText();
        if (entry.case === 'stale') {
          assert.match(without, /If it is later than that now, this page is out of date/);
        } else {
          assert.equal(without, withScript);
        }
      }, { javaScriptEnabled: false });
    });
  }

  test('only the status page has a script', () => {
    for (const entry of manifest) {
      const html = readFileSync(join(process.env.PAGES, entry.file), 'utf8');
      assert.equal(/<script|\son[a-z]+=|javascript:/i.test(html), entry.page === 'status', entry.file);
    }
  });
});

describe('status page', () => {
  test('says by itself when it has become too old', async () => {
    const stale = manifest.find(({ file }) => file === 'stale/index.en.html');
    await onPage(stale, async (page) => assert.ok(await page.locator('#stale').isVisible()));
    await onPage(stale, async (page) => assert.ok(!await page.locator('#stale').isVisible()), { javaScriptEnabled: false });
    const fresh = manifest.find(({ file }) => file === 'calm/index.en.html');
    await onPage(fresh, async (page) => assert.ok(!await page.locator('#stale').isVisible()));
  });

  test('tells states apart without colour', () => onPage(manifest.find(({ file }) => file === 'troubled/index.en.html'), async (page) => {
    const marks = await page.$$eval('.state', (all) => all.map((state) => [state.textContent, getComputedStyle(state, '::before').content]));
    assert.equal(new Set(marks.map(([text]) => text)).size, 3);
    assert.equal(new Set(marks.map(([, mark]) => mark)).size, 3);
  }));
});

// Nothing found must mean that somebody looked.
test('axe is awake, in the light and in the dark', () => onPage(manifest[0], async (page) => {
  await page.evaluate(() => Object.assign(document.querySelector('.lead').style, { color: '#888', background: '#777' }));
  for (const rules of [undefined, ['cat.color']]) assert.match((await axeFindings(page, rules)).join(), /color-contrast/);
}));

test('on paper the page is black on white and links tell their address', () =>
  onPage(manifest.find(({ file }) => file === 'closed.get.en.html'), async (page) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const look = await page.evaluate(() => ({
      ink: getComputedStyle(document.body).color,
      paper: getComputedStyle(document.body).backgroundColor,
      skip: getComputedStyle(document.querySelector('.skip')).display,
      link: getComputedStyle(document.querySelector('main a[href^="http"]'), '::after').content,
    }));
    assert.deepEqual([look.ink, look.paper, look.skip], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'none']);
    assert.match(look.link, /https:\/\//);
  }));
