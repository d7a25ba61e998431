// A day of two central authorities: what one sends arrives at the other, is asked about, executed and used.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';

// What another State writes is text here, whatever it would like to be.
const QUESTION = 'Which shop is meant? <script>globalThis.bitten=1</script><b>bold</b>';

export function twoStates(on) {
  const here = (name, work) => at(on(), on().base, name, work);
  const there = (name, work) => at(on(), on().there, name, work);

  test('a request is made ready, sent, received, and more is asked', async () => {
    const reference = on().of.ready;
    const title = 'Orders of one online shop';
    await here('daniel.okafor', (daniel) => daniel.answersAll(reference, 'sending', 'Looked at: it may leave.'));
    await here('pavel.dvorak', (pavel) => pavel.answersAll(reference, 'sending', 'The transfer is lawful.'));
    await here('marta.silva', async (marta) => {
      await marta.goes(`/requests/${reference}`);
      await marta.sees('somebody else has to pass this one');
      assert.equal(await marta.link(/^Send$/).count(), 0, 'whoever authorised it is offered no sending');
    });
    await here('anna.lindqvist', async (anna) => {
      await anna.follows(literalTitle(title));
      await anna.follows(/^Send$/);
      await anna.sees('Sudaria');
      await anna.presses('Send');
      await anna.sees('The request is now at');
      await anna.goes('/queue?of=counterpart');
      await anna.sees(title);
    });
    await there('samuel.adeyemi', async (samuel) => {
      await samuel.comesToSee(title);
      await samuel.follows(literalTitle(title));
      await samuel.sees('Received', '.reference');
      await samuel.follows('Acknowledge');
      await samuel.presses('Acknowledge');
      await samuel.sees('The request is now at');
      await samuel.follows('Ask for more information');
      await samuel.goesOn();
      await samuel.isTold(/\S/);
      await samuel.writes('Reasons', QUESTION);
      await samuel.goesOn();
      await samuel.sees('Waiting for more information');
    });
    await here('anna.lindqvist', async (anna) => {
      await anna.goes(`/requests/${reference}`);
      await anna.comesToSee(QUESTION);
      await anna.sees('More information wanted', '.reference');
      assert.equal(await anna.page.locator('main b, main script').count(), 0, 'nothing of it became a part of the page');
      await anna.follows('Read the correspondence');
      await anna.sees(QUESTION);
      assert.equal(await anna.page.locator('main b, main script').count(), 0);
      assert.equal(await anna.page.evaluate(() => globalThis.bitten), undefined, 'and nothing ran');
    });
  });

  test('the States consult about a request: each reads the other\'s words where it goes on', async () => {
    const reference = on().of.examined;
    const title = 'Mailbox of a courier';
    await here('daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${reference}`);
      await daniel.follows(/^Consult/);
      await daniel.writes('Reasons', 'May private messages be left out?');
      await daniel.goesOn();
      await daniel.sees('Consultation', '.reference');
    });
    await there('clara.weiss', async (clara) => {
      await clara.comesToSee(title);
      await clara.follows(literalTitle(title));
      await clara.comesToSee('May private messages be left out?');
      await clara.follows(/^(Reply|Answer the consultation)/);
      await clara.writes('Reasons', 'Yes: only those with whoever gave the orders.');
      await clara.goesOn();
      await clara.sees('The request is now at');
    });
    await here('daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${reference}`);
      await daniel.comesToSee('Yes: only those with whoever gave the orders.');
    });
  });

  test('a result is released, arrives, is checked in, and its use is recorded', async () => {
    const reference = on().of.result;
    const title = 'Accounts of a false charity';
    await here('mei.tanaka', async (mei) => {
      await mei.goes(`/requests/${reference}`);
      await mei.sees('Result under review', '.reference');
      assert.equal(await mei.link(/^Disclose/).count(), 0, 'whoever executed does not release');
    });
    for (const [name, reason] of [['leila.nasser', 'Nothing here endangers anybody.'], ['pavel.dvorak', 'Only what was granted is moved.'], ['marta.silva', 'Held against what was granted.'], ['oskar.lund', 'The chain of custody is whole.'], ['henrik.sand', 'The provider does not object.']]) {
      await here(name, async (person) => {
        await person.goes(`/requests/${reference}/review/disclosure`);
        if (await person.page.locator('tr', { has: person.page.locator('strong') }).locator('th a').count()) await person.answersAll(reference, 'disclosure', reason);
      });
    }
    await here('daniel.okafor', async (daniel) => {
      await daniel.goes(`/requests/${reference}`);
      await daniel.sees('You passed an earlier gate (Decision)');
      assert.equal(await daniel.link(/^Disclose/).count(), 0, 'whoever granted it does not release what was found');
    });
    await here('anna.lindqvist', async (anna) => {
      await anna.goes(`/requests/${reference}`);
      await anna.follows(/^Disclose/);
      await anna.goesOn();
      await anna.sees('The request is now at');
    });
    await there('amina.diallo', async (amina) => {
      // What has arrived waits for whoever can check it in.
      await amina.goes('/queue');
      await amina.comesToSee(title);
      await amina.follows(literalTitle(title));
      await amina.comesToSee('Results arriving');
      await amina.follows(/^Check in/);
      await amina.goesOn();
      await amina.sees('The request is now at');
    });
  });

  test('the ledger tells on which conditions something was given, and what it was used for', async () => {
    await here('marta.silva', async (marta) => {
      await marta.goes(`/requests/${on().of.answered}`);
      await marta.sees('Conditions and limits of use');
      await marta.sees('CD-03');
      await marta.sees('Evidence in the proceeding DP 30/011');
    });
  });
}

const literalTitle = (title) => new RegExp(title);
