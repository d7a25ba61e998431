// The three main jobs with a keyboard and nothing else: a request drafted and submitted, a safeguard answered, the log verified.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WAYS, open } from '../lib/browser.mjs';
import { chooses, enters, picks, presses, signsIn, tabTo, types } from '../lib/keys.mjs';
import { PASSWORD } from '../lib/service.mjs';

const says = async (page) => (await page.locator('main').innerText()).replace(/[\u2066-\u2069]/g, '');

/** A window whose mouse is never touched. */
async function hands(on, name, work, way = WAYS.desktop) {
  const window = await open(on().browser, on().base, way);
  try {
    await signsIn(window.page, window.to, name, PASSWORD);
    await work(window.page, window);
  } finally {
    await window.context.close();
  }
}

async function summaryHasTheFocus(page) {
  await page.waitForSelector('.error-summary');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.error-summary')), 'after an error the focus is on the summary');
}

/** Begins a request and writes the first things of its sheet. */
async function drafts(page, window) {
  await presses(page, 'main a[href$="/requests/new"]');
  await picks(page, 'main select', 'XS');
  await presses(page, 'main button.primary');
  // Nothing chosen: the summary says so, and its link leads to the choice.
  await presses(page, 'main button.primary');
  await summaryHasTheFocus(page);
  await tabTo(page, '.error-summary a');
  await page.keyboard.press('Enter');
  await chooses(page, 'main input[value="UNCC"]');
  await presses(page, 'main button.primary');
  await chooses(page, 'main input[value="expedited_preservation"]');
  await presses(page, 'main button.primary');
  await presses(page, 'main button.primary');
  await picks(page, 'main select', 'en');
  await presses(page, 'main button.primary');
  await types(page, 'main input[type="text"]', 'Keyboard of one forum');
  await enters(page);
  const reference = page.url().match(/XN-\d+-\d+/)[0];
  await presses(page, 'main a[href$="/write/requesting_authority"]');
  await types(page, 'main [id^="f-"]', 'Central Authority of Norvania');
  await presses(page, 'main button.primary');
  await page.goto(window.to(`/requests/${reference}/write/check`));
  await tabTo(page, 'main a[href*="/write/facts"]');
  await enters(page);
  await types(page, 'main textarea', 'Passwords are sold in a forum.');
  await presses(page, 'main button.primary');
  await page.waitForURL(/write\/check/);
  return reference;
}

export function keyboard(on) {
  test('by keyboard: a request is begun and written', async () => {
    await hands(on, 'anna.lindqvist', async (page, window) => {
      await drafts(page, window);
      assert.match(await says(page), /Passwords are sold in a forum\./);
    });
  });

  test('by keyboard: a request is submitted for review', async () => {
    await hands(on, 'anna.lindqvist', async (page, window) => {
      const at = `/requests/${on().of.review}`;
      // A request that is whole is taken back and submitted again.
      await page.goto(window.to(at));
      await presses(page, 'main a[href$="/steps/revise"]');
      if (await page.locator('#reason').count()) await types(page, '#reason', 'One word is looked at again.');
      await presses(page, 'main button.primary');
      assert.match(await says(page), /Draft/);
      await presses(page, 'main .next-actions a[href$="/steps/submit"]');
      await presses(page, 'main button.primary');
      assert.match(await page.locator('.reference').innerText(), /Legal review/);
    });
  });

  test('by keyboard: a safeguard is answered with reasons', async () => {
    await hands(on, 'leila.nasser', async (page, window) => {
      await page.goto(window.to(`/requests/${on().of.review}/review/authorisation`));
      await tabTo(page, 'main .primary, main tr a');
      await page.goto(window.to(`/requests/${on().of.review}/safeguards/authorisation/effective_remedy`));
      await tabTo(page, 'form.review-form button');
      await enters(page);
      await summaryHasTheFocus(page);
      await tabTo(page, '.error-summary a');
      await page.keyboard.press('Enter');
      await chooses(page, 'main input[name="answer"][value="met"]');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'reason', 'the reasons follow the choice');
      await page.keyboard.type('Those affected may complain to a court.');
      await page.keyboard.press('Tab');
      await enters(page);
      await page.goto(window.to(`/requests/${on().of.review}/safeguards/authorisation/effective_remedy`));
      assert.match(await says(page), /Those affected may complain to a court\./);
    });
  });

  test('by keyboard: the log is verified and taken along', async () => {
    await hands(on, 'greta.ahlm', async (page, window) => {
      await presses(page, 'header a[href$="/log"]');
      await presses(page, 'form[action$="/log/verify"] button');
      await page.goto(window.to('/log'));
      await tabTo(page, 'form[action$="/log/export"] button');
      const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      assert.ok(await file.path());
    });
  });

  test('by keyboard, in Arabic: the same draft, from right to left', async () => {
    await hands(on, 'anna.lindqvist', async (page, window) => {
      assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
      await drafts(page, window);
      assert.match(await says(page), /Passwords are sold in a forum\./);
    }, WAYS.arabic);
  });
}
