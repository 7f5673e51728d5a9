// A drill's scoreboard must be readable by everybody while it changes: on a phone and on a desk, in light and dark, by screen
// reader, and without a script.
//
// REPORTS names the folder that report_preview wrote.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axeFindings, launch, overhang } from './browser.mjs';

const widths = [320, 375, 1280];
// As drill/live/server.cc sends it, for the nonce of the samples.
const policy = "default-src 'none'; style-src 'nonce-sample'; script-src 'nonce-sample'; connect-src 'self'; img-src data:; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const sample = (name) => readFileSync(join(process.env.REPORTS, name));
let browser;
let server;
let next = 'preparing';  // The state that the page is told when it asks.

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    if (request.url === '/state.json') {
      response.setHeader('Content-Type', 'application/json');
      response.end(sample(`board-${next}.json`));
    } else {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', policy);
      response.end(sample(`board-${request.url.slice(1)}.html`));
    }
  });
  await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens the page of one state; fails on whatever the browser complained of. */
async function onBoard(state, options, look) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  next = state;
  await page.goto(`http://127.0.0.1:${server.address().port}/${state}`);
  await look(page);
  assert.deepEqual(complaints, []);
  await context.close();
}

describe('each state', () => {
  for (const state of ['preparing', 'playing', 'over'])
    for (const colorScheme of ['light', 'dark'])
      test(`${state}, ${colorScheme}`, () => onBoard(state, { colorScheme }, async (page) => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          assert.ok(await overhang(page) <= 0, `scrolls sideways at ${width} px`);
          assert.deepEqual(await axeFindings(page), [], `axe at ${width} px`);
        }
      }));
});

test('the script brings a page to what the server would have written', () => onBoard('preparing', {}, async (page) => {
  const told = () => page.$$eval('main', ([main]) => main.innerText);
  const big = await page.$('.ours .big strong');
  for (const state of ['playing', 'over']) {
    next = state;
    await page.waitForFunction((playing) => (document.querySelector('#try').parentElement.hidden === !playing), state === 'playing');
    const changed = await told();
    assert.equal(await big.textContent(), '1,234', 'the same element, with another text');
    await onBoard(state, { javaScriptEnabled: false }, async (fresh) => {
      assert.equal(changed, await fresh.$$eval('main', ([main]) => main.innerText));
    });
  }
}));
