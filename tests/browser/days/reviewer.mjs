// The day of those who review: what waits, reasons, two who differ, somebody who stands aside, words that changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';

const QUESTION = 'consistency_with_human_rights';

export function reviewer(on) {
  const here = (name, work) => at(on(), on().base, name, work);
  const checkpoint = (safeguard) => `/requests/${on().of.review}/safeguards/authorisation/${safeguard}`;

  test('a reviewer finds what waits, and says no with reasons', async () => {
    await here('leila.nasser', async (leila) => {
      await leila.sees('What you can do next');
      await leila.follows(/Answer .*Consistency with human rights/);
      await leila.sees('What the request says to this');
      await leila.sees('Papers of a ministry were published.');
      await leila.goesOn();
      await leila.isTold(/\S/);
      await leila.page.check('input[name="answer"][value="not_met"]');
      await leila.goesOn();
      await leila.isTold(/\S/);
      assert.ok(await leila.page.isChecked('input[name="answer"][value="not_met"]'), 'what was chosen is kept');
      await leila.page.fill('#reason', 'The press is protected: the request aims at a source.');
      await leila.goesOn();
      await leila.goes(`/requests/${on().of.review}/review/authorisation`);
      await leila.sees('Blocking');
    });
  });

  test('another says yes: both reasons stand beside each other', async () => {
    await here('henrik.sand', async (henrik) => {
      await henrik.goes(checkpoint(QUESTION));
      await henrik.sees('The press is protected: the request aims at a source.');
      await henrik.answers({ answer: 'met', reason: 'The provider can leave out what concerns a source.' });
      await henrik.goes(checkpoint(QUESTION));
      await henrik.sees('The press is protected: the request aims at a source.');
      await henrik.sees('The provider can leave out what concerns a source.');
    });
  });

  test('the author finds no form, and what is sent all the same is refused', async () => {
    await here('anna.lindqvist', async (anna) => {
      await anna.goes(checkpoint('grounds_justifying_the_measure'));
      assert.equal(await anna.page.locator('main form').count(), 0, 'the author is offered no answer');
      await anna.sees(/wrote|author/i);
      // The token of another form of the same session: as somebody would who makes up a form.
      const sent = await anna.page.evaluate(async () => {
        const token = document.querySelector('input[name="token"]').value;
        const body = new URLSearchParams({ token, version: '1', holding: '', digest: '', answer: 'met', reason: 'Mine.' });
        const answer = await fetch(location.href, { method: 'POST', body });
        return { status: answer.status, page: await answer.text() };
      });
      assert.ok([403, 409, 422].includes(sent.status), `a made-up form is answered with ${sent.status}`);
      await anna.goes(checkpoint('grounds_justifying_the_measure'));
      await anna.sees('Nobody has answered this question yet');
    });
  });

  test('what was answered becomes stale when the words change, and shows what changed', async () => {
    await here('marta.silva', async (marta) => {
      await marta.goes(`/requests/${on().of.review}`);
      await marta.follows('Send back to the draft');
      await marta.goesOn();
      if (await marta.page.locator('.error-summary').count()) {
        await marta.writes('Reasons', 'Say which messages are meant.');
        await marta.goesOn();
      }
      await marta.sees('Draft', '.reference');
    });
    await here('anna.lindqvist', async (anna) => {
      await anna.goes(`/requests/${on().of.review}/write/facts`);
      await anna.writes('Summary of the facts', 'Papers of a ministry were published. Only letters of one week are meant.');
      await anna.presses('Save and come back later');
      await anna.goes(`/requests/${on().of.review}`);
      await anna.follows('Submit for review');
      await anna.goesOn();
      await anna.sees('Legal review', '.reference');
    });
    await here('leila.nasser', async (leila) => {
      await leila.goes(checkpoint('non_discrimination'));
      await leila.sees('What has changed since the answer');
      assert.match(await leila.page.locator('.review-change ins').first().innerText(), /one week/);
      await leila.answers({ answer: 'met', reason: 'The new words change nothing in this.' });
      await leila.goes(checkpoint('non_discrimination'));
      await leila.sees('The new words change nothing in this.');
    });
  });

  test('somebody with an interest stands aside, and is offered nothing more', async () => {
    const reference = on().of.executing;
    await here('leila.nasser', async (leila) => {
      await leila.goes(`/requests/${reference}`);
      await leila.follows('Declare a conflict of interest');
      await leila.sees('You cannot undo this.');
      await leila.goesOn();
      await leila.isTold(/\S/);
      await leila.writes('Why do you stand aside?', 'A relative works at the bank.');
      await leila.presses('Stand aside in this request');
      await leila.goes(`/requests/${reference}`);
      await leila.sees('There is nothing for you to do');
      assert.equal(await leila.link('Declare a conflict of interest').count(), 0);
    });
    await here('daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${reference}`);
      await daniel.sees('Leila Nasser');
    });
  });

  test('a condition that was offered is accepted by somebody who reads what it binds to', async () => {
    await here('daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${on().of.offered}`);
      await daniel.sees('The messages can be granted for this proceeding only.');
      await daniel.sees('CD-03');
      await daniel.follows('Accept the conditions');
      await daniel.goesOn();
      await daniel.sees('The request is now at');
    });
  });
}
