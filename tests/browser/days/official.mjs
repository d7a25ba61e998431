// The day of an official who writes: a request begun, written, looked through, submitted; a question answered; one withdrawn.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';

const TITLE = 'Backups of one forum';
const ORDER = 'District Court, order 30-050: the backups of one forum are to be kept.';

/** What is written under each heading of the sheet: by the label of the field, a date or a choice as people give it. */
const ANSWERS = {
  'Requesting authority': { 'Requesting authority': 'Central Authority of Norvania' },
  'Conducting authority': { Name: 'District Prosecutor', Functions: 'Directs the criminal investigation' },
  Language: {},
  Proceeding: { Subject: 'Sale of passwords', Nature: 'Criminal investigation', 'Case number': 'DP 30/050' },
  Offence: { Provision: 'Penal Code, section 204: illegal access', 'Maximum penalty in years': '6', 'Electronic evidence of an offence established by the Convention': true, 'Article of the Convention': '7' },
  'Brief summary of the facts': { 'Brief summary of the facts': 'Passwords are sold in a forum whose backups lie in Sudaria.' },
  'Assistance sought': {},
  'Items sought': { Item: '1', Description: 'Backups of one forum', 'Content data': true, Custodian: 'Quayside Hosting, Sudaria' },
  'Period of the data': { From: '2030-01-01', To: '2030-03-31' },
  'Data specified': { 'Data specified': 'The backups of one forum, three months' },
  'Relation to the offence': { 'Relation to the offence': 'The passwords were sold there.' },
  Duration: { Days: '60', Justification: 'A request for the data takes as long.' },
  'A request for the data will follow': { 'This is stated': true },
  Necessity: { Necessity: 'Nobody else holds the backups.' },
  'Risk of loss': { 'Risk of loss': 'The host deletes backups after ninety days.' },
  Confidentiality: {},
};

const heading = async (person) => (await person.reads('h1')).trim();

async function fillsIn(person, fields) {
  for (const [label, value] of Object.entries(fields)) {
    if (value === true) await person.ticks(label);
    else await person.writes(label, value);
  }
}

export function official(on) {
  test('an official begins a request, writes it one thing after the other, and submits it', async () => {
    await at(on(), on().base, 'anna.lindqvist', async (anna) => {
      await anna.follows('Draft a new request');
      await anna.sees('Question 1 of 6');
      await anna.presses('Continue');
      await anna.isTold('Choose one of the answers');
      await anna.chooses('Which State is asked?', { label: 'Sudaria' });
      await anna.presses('Continue');
      await anna.ticks('United Nations Convention against Cybercrime');
      await anna.presses('Continue');
      await anna.ticks('Expedited preservation of stored data');
      await anna.presses('Continue');
      await anna.ticks('It follows none');
      await anna.presses('Continue');
      await anna.chooses('In which language', { label: 'English' });
      await anna.presses('Continue');
      await anna.presses('Begin the draft');
      await anna.isTold(/\S/);
      await anna.writes('What is it called in lists?', TITLE);
      await anna.presses('Begin the draft');
      await anna.sees('Nothing has left this authority');
      const reference = anna.page.url().match(/XN-\d+-\d+/)[0];

      // Somebody who would submit it now is led to what is missing.
      await anna.goes(`/requests/${reference}/steps/submit`);
      await anna.sees('items are missing');
      await anna.goesOn();
      await anna.sees('Check your answers');
      await anna.sees(/things are still missing/);

      // The sheet is written one thing after the other; one mistake on the way is told, and nothing typed is lost.
      await anna.goes(`/requests/${reference}/write`);
      const needed = anna.page.locator('main section li', { hasText: 'Needed' }).locator('a');
      for (let pages = 0; ; pages += 1) {
        // Each section leads back to the list; from there on to the next thing that is needed.
        if (/what is to be filled in/.test(await heading(anna))) {
          if (await needed.count() === 0) break;
          await anna.done(() => needed.first().click());
        }
        const now = await heading(anna);
        assert.ok(pages < 30 && now in ANSWERS, `nobody told what to write under \`${now}\``);
        if (now === 'Offence') {
          await fillsIn(anna, { ...ANSWERS[now], 'Maximum penalty in years': 'six' });
          await anna.presses('Save and continue');
          await anna.isTold(/\S/);
          await anna.page.locator('.error-summary a').first().click();
          assert.equal(await anna.page.evaluate(() => document.activeElement.value), 'six', 'the link leads to the field, and what was typed is in it');
          assert.equal(await anna.page.getByLabel('Provision').inputValue(), ANSWERS[now].Provision, 'the rest is kept');
        }
        await fillsIn(anna, ANSWERS[now]);
        await anna.presses('Save and continue');
      }

      await anna.goes(`/requests/${reference}/documents`);
      await anna.chooses('Language of the documents', { label: 'English' });
      await anna.page.setInputFiles('#files', { name: 'order-30-050.txt', mimeType: 'text/plain', buffer: Buffer.from(ORDER) });
      await anna.presses('Upload');
      await anna.page.waitForSelector('table.papers');
      await anna.sees(createHash('sha256').update(ORDER).digest('hex'));
      await anna.goes(`/requests/${reference}/write/attachments`);
      await anna.ticks('order-30-050.txt');
      await anna.presses('Save');
      await anna.sees('1 document');

      await anna.goes(`/requests/${reference}`);
      await anna.follows('Before you send to Sudaria');
      await anna.sees('It warns and stops nothing: you decide.');
      await anna.follows('Back to the request');
      await anna.goes(`/requests/${reference}/write`);
      await anna.follows('Check your answers');
      await anna.seesNot('still missing');
      const digest = (await anna.reads()).match(/[0-9a-f]{64}/g).at(-1);
      assert.ok(digest, 'the digest of exactly these words is shown');
      await anna.goesOn();
      await anna.sees('Submit for review', 'h1');
      await anna.presses('Submit for review');
      await anna.sees('Legal review');

      await anna.goes('/queue?of=authority');
      await anna.sees(TITLE);
    });
  });

  test('an official answers what the other State asked for', async () => {
    const reference = on().of.wanting;
    await at(on(), on().base, 'anna.lindqvist', async (anna) => {
      await anna.follows(/Files of one rented store/);
      await anna.sees('More information wanted');
      await anna.sees('Which drawings are meant? The store holds the files of several people.');
      await anna.follows(/^Write/);
      await anna.follows('Data specified');
      await anna.writes('Data specified', 'The drawings of the bridge at Holm, and no other file.');
      await anna.presses('Save and come back later');
      await anna.goes(`/requests/${reference}`);
      await anna.follows('Submit the supplement for review');
      await anna.goesOn();
      await anna.sees('The request is now at');
      await anna.sees('Supplement under review', '.reference');
    });
  });

  test('an official withdraws a request, and is told first that it ends there', async () => {
    const reference = on().of.sent;
    await at(on(), on().base, 'daniel.okafor', async (daniel) => {
      await daniel.goes('/queue?of=counterpart');
      await daniel.follows(/Who rented one server/);
      await daniel.follows('Withdraw');
      assert.match(daniel.page.url(), new RegExp(`${reference}/steps/`));
      await daniel.sees(/cannot be undone|ends/);
      await daniel.goesOn();
      if (await daniel.page.locator('.error-summary').count()) {
        await daniel.isTold(/\S/);
        await daniel.writes('Reasons', 'The renter has come forward.');
        await daniel.goesOn();
      }
      await daniel.sees('The request is now at');
      await daniel.goes('/queue?of=ended');
      await daniel.sees('Who rented one server');
    });
  });
}
