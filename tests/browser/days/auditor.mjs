// The day of an auditor: the log verified, narrowed, taken along, and a changed copy that is found out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';
import { program } from '../lib/service.mjs';

/** Waits for a check that runs beside: looks again until it is done. */
async function isDone(auditor, what) {
  const pressed = auditor.page.locator('section.banner').first();
  for (let looked = 0; looked < 60 && !what.test(await pressed.innerText()); looked += 1) {
    await new Promise((done) => { setTimeout(done, 500); });
    await auditor.goes('/log');
  }
  assert.match(await pressed.innerText(), what);
}

export function auditor(on) {
  const audit = (work) => at(on(), on().base, 'greta.ahlm', work);

  test('an auditor verifies the log, narrows it to a request, and opens an entry with its proof', async () => {
    await audit(async (greta) => {
      await greta.follows('Audit log');
      await greta.presses(/^Verify (now|again|the log)/);
      await isDone(greta, /intact/i);
      await greta.writes('Request', on().of.answered);
      await greta.presses(/^(Show|Filter)/);
      await greta.sees(on().of.answered, 'table');
      await greta.seesNot(on().of.review, 'table');
      await greta.done(() => greta.page.locator('main tbody th a').first().click());
      await greta.sees(/^Entry \d+/, 'h1');
      await greta.sees('The signed head that covers it');
      const [proof] = await Promise.all([greta.page.waitForEvent('download'), greta.link('Download the proof').click()]);
      assert.ok(fs.statSync(await proof.path()).size > 200);
    });
  });

  test('an auditor takes the log along; a changed byte is found by the page and by the program', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comity-day-'));
    const held = path.join(folder, 'log.tar');
    try {
      await audit(async (greta) => {
        await greta.goes('/log');
        const [export_] = await Promise.all([greta.page.waitForEvent('download'), greta.button(/^(Export|Download)(?! as a table)/).last().click()]);
        await export_.saveAs(held);
        const verified = spawnSync(program, ['audit', 'verify', held, '--key', on().key], { encoding: 'utf8' });
        assert.match(verified.stdout + verified.stderr, /intact/, 'the program finds the export whole');

        await greta.goes('/log');
        await greta.page.setInputFiles('#file', held);
        await greta.presses('Verify the file');
        await greta.sees(/intact/i);

        const bytes = fs.readFileSync(held);
        const place = bytes.indexOf('"type":"safeguard_answered"');
        assert.ok(place > 0, 'there is an answer in the export');
        const changed = path.join(folder, 'changed.tar');
        const minute = bytes.indexOf('"at":"2030', place - 600);
        bytes[minute + 21] = bytes[minute + 21] === 0x30 ? 0x31 : 0x30;
        fs.writeFileSync(changed, bytes);

        await greta.goes('/log');
        await greta.page.setInputFiles('#file', changed);
        await greta.presses('Verify the file');
        await greta.seesNot(/\bis intact/i);
        await greta.sees(/leaf \d+|entry \d+/);
        const told = spawnSync(program, ['audit', 'verify', changed, '--key', on().key], { encoding: 'utf8' });
        assert.notEqual(told.status, 0, 'the program finds the changed copy broken');
        assert.match(told.stdout + told.stderr, /leaf \d+|entry \d+/);
      });
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  test('an auditor takes a narrowed list as a table, and can write nothing', async () => {
    await audit(async (greta) => {
      await greta.goes(`/log?request=${on().of.kept}`);
      const [table] = await Promise.all([greta.page.waitForEvent('download'), greta.button('Export as a table').click()]);
      const text = fs.readFileSync(await table.path(), 'utf8');
      assert.ok(text.includes(on().of.kept) && !text.includes(on().of.review));
      await greta.goes(`/requests/${on().of.ready}`);
      assert.equal(await greta.page.locator('main .next-actions a.button').count(), 0, 'no step is offered');
    });
  });
}
