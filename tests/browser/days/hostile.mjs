// What somebody tries who means harm, or is only unlucky: words that would be a program, an old page, a wrong button.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WAYS, open } from '../lib/browser.mjs';
import { Person, at } from '../lib/person.mjs';

const PROGRAM = '<script>globalThis.bitten=1</script><img src=x onerror="globalThis.bitten=1">';

/** The page shows the words as words: nothing ran, and nothing of them became a part of the page. */
async function isText(person) {
  assert.equal(await person.page.evaluate(() => globalThis.bitten), undefined, `nothing ran at ${person.page.url()}`);
  assert.equal(await person.page.locator('main img, main script').count(), 0, `nothing of it became a part of ${person.page.url()}`);
  await person.sees('<script>globalThis.bitten=1</script>');
}

export function hostile(on) {
  test('a program in a title, a document\'s name, a field and a reason is text, wherever it is shown', async () => {
    let reference;
    await at(on(), on().base, 'anna.lindqvist', async (anna) => {
      await anna.goes('/requests/new?to=XS&instrument=UNCC&measure=expedited_preservation&follows=none&language=en');
      await anna.writes('What is it called in lists?', PROGRAM);
      await anna.goesOn();
      reference = anna.page.url().match(/XN-\d+-\d+/)[0];
      await isText(anna);
      await anna.goes(`/requests/${reference}/write/facts`);
      await anna.page.locator('main textarea').fill(PROGRAM);
      await anna.presses('Save and come back later');
      await anna.goes(`/requests/${reference}/documents`);
      await anna.page.setInputFiles('#files', { name: '<script>globalThis.bitten=1<script>.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
      await anna.presses('Upload');
      await isText(anna);
      for (const below of ['/queue', `/requests/${reference}`, `/requests/${reference}/write`, `/requests/${reference}/write/check`, `/requests/${reference}/before-sending`, `/requests/${reference}/steps/submit`]) {
        await anna.goes(below);
        assert.equal(await anna.page.evaluate(() => globalThis.bitten), undefined, below);
        assert.equal(await anna.page.locator('main img, main script').count(), 0, below);
      }
      await anna.goes(`/requests/${reference}/steps/abandon`);
      if (await anna.page.locator('#reason').count()) await anna.page.fill('#reason', PROGRAM);
      await anna.goesOn();
      await anna.goes('/queue?of=ended');
      await isText(anna);
    });
  });

  test('after signing out, going back shows nothing', async () => {
    await at(on(), on().base, 'daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${on().of.answered}`);
      await daniel.sees('blackmail');
      await daniel.signsOut();
      await daniel.page.goBack();
      await daniel.page.waitForLoadState();
      await daniel.seesNot('blackmail', 'body');
      await daniel.goes(`/requests/${on().of.answered}`);
      assert.match(daniel.page.url(), /sign-in/);
    });
  });

  test('two windows: the one that read an older version is told what stands there now, and keeps what was typed', async () => {
    await at(on(), on().base, 'anna.lindqvist', async (anna) => {
      const other = new Person({ ...anna.window, page: await anna.window.context.newPage() });
      await anna.goes(`/requests/${on().of.unfinished}/write/purpose`);
      await other.goes(`/requests/${on().of.unfinished}/write/purpose`);
      await other.page.locator('main textarea, main input[type="text"]').first().fill('What the other window wrote.');
      await other.presses('Save and come back later');
      await anna.page.locator('main textarea, main input[type="text"]').first().fill('What this window typed.');
      await anna.goesOn();
      await anna.sees('What the other window wrote.');
      assert.equal(await anna.page.locator('main textarea, main input[type="text"]').first().inputValue(), 'What this window typed.');
      await anna.goesOn();
      await other.goes(`/requests/${on().of.unfinished}/write/purpose`);
      assert.equal(await other.page.locator('main textarea, main input[type="text"]').first().inputValue(), 'What this window typed.');
    });
  });

  test('a step that somebody else took meanwhile is not taken again: the page says where the request stands', async () => {
    await at(on(), on().base, 'daniel.okafor', async (daniel) => {
      const other = new Person({ ...daniel.window, page: await daniel.window.context.newPage() });
      await daniel.goes(`/requests/${on().of.arrived}/steps/acknowledge`);
      await other.goes(`/requests/${on().of.arrived}/steps/acknowledge`);
      await other.goesOn();
      const [answer] = await Promise.all([daniel.page.waitForResponse((response) => response.request().method() === 'POST'), daniel.goesOn()]);
      assert.equal(answer.status(), 409);
      await daniel.sees('Admissibility');
    });
  });

  test('a form of 100 MB is refused, in words, and the service goes on', async () => {
    const window = await open(on().browser, on().base, WAYS.desktop);
    try {
      const anna = new Person(window);
      await anna.signsIn('anna.lindqvist');
      await anna.goes(`/requests/${on().of.unfinished}/write/facts`);
      const answered = await anna.page.evaluate(async () => {
        const body = new URLSearchParams({ token: document.querySelector('main input[name="token"]').value, facts: 'x'.repeat(100 * 1024 * 1024) });
        // Who is refused before everything was sent may find the line cut: that is an answer too.
        return fetch(document.querySelector('main form').action, { method: 'POST', body }).then((answer) => answer.status, () => 'cut');
      });
      assert.ok([413, 422, 'cut'].includes(answered), `100 MB are answered with ${answered}`);
      await anna.goes(`/requests/${on().of.unfinished}/write/facts`);
      assert.ok((await anna.page.locator('main textarea').inputValue()).length < 1000, 'nothing of it was kept');
    } finally {
      await window.context.close();
    }
  });
}
