// Days at the desk: what people do, done as they do it, in a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, open } from './lib/browser.mjs';
import { world } from './lib/world.mjs';

let on;
before(async () => { on = await world(); });
after(async () => { await on?.end(); });

/** Somebody's window; closed and complained about at the end. */
async function as(name, work, way = WAYS.desktop) {
  const window = await open(on.browser, on.base, way, await on.cookies(name));
  try {
    await work(window.page, window);
    assert.deepEqual(window.complaints, [], `what the browser says of ${name}'s pages`);
  } finally {
    await window.context.close();
  }
}

const text = (page) => page.locator('main').innerText();

/** Presses Tab until something is focused that holds a word, and fails where nothing does. */
async function tabTo(page, selector, most = 80) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return document.activeElement === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    });
    assert.ok(ring, 'whatever has the focus shows it');
    if (there) return;
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

test('an official signs in, sends what was authorised, and signs out: by keyboard only', async () => {
  await as(undefined, async (page, window) => {
    await page.goto(window.to('/sign-in'));
    await tabTo(page, '#name');
    await page.keyboard.type('daniel.okafor');
    await tabTo(page, '#password');
    await page.keyboard.type('for training only, keep no secrets here');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/queue/);
    await page.goto(window.to(`/requests/${on.of.arrived}`));
    await tabTo(page, 'main .next-actions a.primary');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/steps\//);
    await tabTo(page, 'main button.primary');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/requests/${on.of.arrived}\\?`));
    assert.match(await text(page), /The request is now at/);
    await tabTo(page, '.who button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/sign-in/);
  });
});

test('a reviewer answers, with reasons, without scripts, and the author finds no form', async () => {
  const checkpoint = `/requests/${on.of.review}/safeguards/authorisation/consistency_with_human_rights`;
  await as('leila.nasser', async (page, window) => {
    await page.goto(window.to(checkpoint));
    assert.match(await text(page), /UNCC 6/);
    await page.check('input[name="answer"][value="not_met"]');
    await page.fill('#reason', 'The press is protected: the request aims at a source.');
    await page.click('main form button.primary');
    await page.waitForLoadState();
    await page.goto(window.to(`/requests/${on.of.review}`));
    assert.match(await text(page), /Blocking/);
  }, WAYS['no-scripts']);
  await as('anna.lindqvist', async (page, window) => {
    await page.goto(window.to(checkpoint));
    assert.equal(await page.locator('main form').count(), 0, 'the author is offered no answer');
  });
});

test('the wrong password is told in a summary that leads to the field', async () => {
  const window = await open(on.browser, on.base);
  await window.page.goto(window.to('/sign-in'));
  await window.page.fill('#name', 'anna.lindqvist');
  await window.page.fill('#password', 'wrong');
  await window.page.click('main button.primary');
  await window.page.waitForSelector('.error-summary');
  assert.match(await window.page.title(), /^Error:/);
  assert.equal(await window.page.evaluate(() => document.activeElement.className.includes('error-summary')), true, 'the summary has the focus');
  assert.equal(await window.page.inputValue('#name'), 'anna.lindqvist');
  await window.context.close();
});

test('a page keeps its place when the language changes', async () => {
  await as('daniel.okafor', async (page, window) => {
    await page.goto(window.to(`/requests/${on.of.offered}`));
    await page.click('footer a[lang="ar"]');
    await page.waitForURL(new RegExp(`/ar/requests/${on.of.offered}`));
    assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  });
});

test('what is clicked twice is done once', async () => {
  await as('daniel.okafor', async (page, window) => {
    await page.goto(window.to(`/requests/${on.of.ready}`));
    const posts = [];
    page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.url()); });
    await page.goto(window.to(`/requests/${on.of.examined}/steps/consult`));
    await page.fill('#reason', 'Which of the messages are meant?');
    await page.dblclick('main form button.primary');
    await page.waitForURL(/done=step/);
    assert.equal(posts.length, 1);
  });
});
