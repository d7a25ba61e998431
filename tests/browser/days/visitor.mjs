// What anybody finds without signing in: figures that are the same in table and file, the rules, help, six languages.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';

export function visitor(on) {
  const visit = (work) => at(on(), on().base, undefined, work);

  test('a visitor reads the statistics, and the file says the same as the tables', async () => {
    await visit(async (person) => {
      await person.goes('/statistics');
      const tables = await person.page.locator('main section:has(table)').count();
      assert.ok(tables > 0, 'there are figures');
      const files = person.page.getByRole('link', { name: /^The same as a file/ });
      const said = await person.page.locator('main tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/[\u2066-\u2069]/g, '').trim())));
      let lines = '';
      for (let n = 0; n < await files.count(); n += 1) {
        const [file] = await Promise.all([person.page.waitForEvent('download'), files.nth(n).click()]);
        lines += fs.readFileSync(await file.path(), 'utf8');
      }
      for (const [label, figure] of said) {
        const digits = figure.match(/\d+/g) ?? [];
        assert.ok(lines.split('\n').some((line) => digits.every((digit) => line.includes(digit))), `the files tell \`${label}: ${figure}\`:\n${lines}`);
      }
      // No figure tells of fewer than five, in a table, a picture or a file.
      assert.doesNotMatch(said.map(([, figure]) => figure).join('\n'), /^[1-4]$/m);
      assert.doesNotMatch(lines, /,[1-4]\r?$/m);
    });
  });

  test('a visitor reads a procedure and its safeguards, help and accessibility, and changes the language', async () => {
    await visit(async (person) => {
      await person.goes('/procedures');
      await person.follows('Mutual legal assistance: stored electronic evidence');
      await person.sees('Legal review');
      await person.goes('/procedures/evidence/safeguards');
      await person.sees('SG-09');
      await person.done(() => person.page.locator('footer').getByRole('link', { name: 'Accessibility' }).first().click());
      await person.sees('Accessibility', 'h1');
      await person.done(() => person.page.getByRole('link', { name: 'Help', exact: true }).first().click());
      await person.sees('Where to begin');
      for (const [language, direction] of [['fr', 'ltr'], ['ar', 'rtl'], ['zh', 'ltr'], ['ru', 'ltr'], ['es', 'ltr'], ['en', 'ltr']]) {
        await person.done(() => person.page.locator(`footer a[lang="${language}"]`).click());
        assert.equal(await person.page.getAttribute('html', 'lang'), language);
        assert.equal(await person.page.getAttribute('html', 'dir'), direction);
        assert.match(person.page.url(), /\/help$/, 'the place is kept');
      }
    });
  });

  test('a visitor who asks for the desk is led to the door, and from there back to what was asked', async () => {
    await visit(async (person) => {
      await person.goes(`/requests/${on().of.answered}`);
      assert.match(person.page.url(), /sign-in/);
      await person.seesNot('blackmail', 'body');
      await person.page.fill('#name', 'daniel.okafor');
      await person.page.fill('#password', 'for training only, keep no secrets here');
      await person.goesOn();
      assert.match(person.page.url(), new RegExp(`/requests/${on().of.answered}$`));
      await person.sees('Records of one account used for blackmail');
    });
  });
}
