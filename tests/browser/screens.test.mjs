// Every screen in every way of looking at it: what programs can find wrong is found here.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { HtmlValidate } from 'html-validate';
import { WAYS, axe, flaws, latin, weigh } from './lib/browser.mjs';
import { NO_SCREEN, routeOf, routes } from './lib/routes.mjs';
import { each, world } from './lib/world.mjs';
import { screens } from './screens.mjs';

const AXE_IN = ['desktop', 'phone', 'dark', 'arabic'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comity-pages-'));
/** Addresses that were looked at. */
const looked = new Set();
let on;

before(async () => { on = await world({ other: true }); });
after(async () => { await on?.end(); fs.rmSync(folder, { recursive: true, force: true }); });

for (const [name, way] of Object.entries(WAYS)) {
  test(`every screen is sound: ${name}`, async () => {
    const wrong = [];
    await each(on, way, screens, async (screen, { page, complaints }, show) => {
      complaints.length = 0;
      const say = (what) => wrong.push(`${screen.name}: ${what}`);
      const answer = await show().catch((error) => say(`does not come: ${error.message.split('\n', 1)}`));
      if (!answer?.status) return;
      if (answer.status() !== (screen.status ?? 200)) say(`status ${answer.status()}`);
      looked.add(new URL(page.url()).pathname);
      fs.writeFileSync(path.join(folder, `${name}-${screen.name}.html`), await answer.text());
      (await flaws(page)).forEach(say);
      if (AXE_IN.includes(name)) (await axe(page)).forEach(say);
      const expected = screen.status ? [new RegExp(`status of ${screen.status}`)] : [];
      complaints.filter((text) => !expected.some((known) => known.test(text))).forEach(say);
    });
    assert.deepEqual(wrong, []);
  });
}

test('every address of the pages is looked at, or is said to have no screen', () => {
  const all = routes();
  assert.ok(all.length > 40, `only ${all.length} addresses were found in the sources`);
  const seen = new Set([...looked].map((address) => routeOf(address, all)));
  assert.deepEqual(all.filter((route) => !seen.has(route) && !NO_SCREEN[route]), []);
  assert.deepEqual(Object.keys(NO_SCREEN).filter((route) => !all.includes(route)), []);
});

/** Who and what is called the same in every language: a format, a command, the people of the demo, and what an installation calls itself. */
const NAMES = ['JSON Lines', 'comity audit verify', 'Anna Lindqvist', 'Carl Brandt', 'Dana Brenner', 'Daniel Okafor', 'Erik Moreau', 'Greta Ahlm', 'Henrik Sand', 'Leila Nasser', 'Marta Silva', 'Mei Tanaka', 'Oskar Lund', 'Otto Lund', 'Pavel Dvorak', 'Training administrator', 'Vera Holt', 'Central Authority of Norvania', 'Central Authority of Sudaria'];

for (const language of ['ar', 'zh', 'ru']) {
  test(`no English is left on any screen: ${language}`, async () => {
    const wrong = [];
    await each(on, { ...WAYS.desktop, language }, screens, async (screen, { page }, show) => {
      await show();
      for (const run of await latin(page, NAMES)) wrong.push(`${screen.name}: ${run}`);
    });
    assert.deepEqual(wrong, []);
  });
}

/** A first visit loads no more, in bytes: the page with its styles, its script and its picture, as they travel. */
const HEAVIEST = 100_000;

for (const language of ['en', 'ar', 'ru']) {
  test(`a first visit to any screen is light, and nothing on it moves: ${language}`, async () => {
    const wrong = [];
    let heaviest = { bytes: 0 };
    // A page that comes after a form has loaded everything before it.
    const first = screens.filter((one) => !one.development && !one.then);
    const weighed = new WeakMap();
    await each(on, { ...WAYS.desktop, language }, first, async (screen, window, show, to) => {
      if (!weighed.has(window)) weighed.set(window, await weigh(window));
      const scales = weighed.get(window);
      const { bytes, files, moved } = await scales.visit(to);
      // A machine that is busy draws a table before it has read all of it: what is at fault moves each time.
      for (let again = 0; moved.length && again < 3; again += 1) {
        const { moved: later } = await scales.visit(to);
        if (!later.length) moved.length = 0;
      }
      if (bytes > heaviest.bytes) heaviest = { name: screen.name, bytes };
      if (bytes > HEAVIEST) wrong.push(`${screen.name}: ${bytes} bytes`);
      if (files < 4) wrong.push(`${screen.name}: only ${files} files were weighed`);
      if (moved.length) wrong.push(`${screen.name} moves: ${moved.join('; ')}`);
    });
    console.log(`the heaviest in ${language}: ${heaviest.name}, ${heaviest.bytes} bytes`);
    assert.deepEqual(wrong, []);
  });
}

test('every page is valid HTML, says one checker', async () => {
  const pages = fs.readdirSync(folder).map((file) => path.join(folder, file));
  assert.ok(pages.length >= screens.length * Object.keys(WAYS).length, `only ${pages.length} pages were kept`);
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const checked = await promisify(execFile)('java', ['-jar', jar, '--errors-only', '--format', 'gnu', ...pages], { maxBuffer: 1 << 26 }).then(() => '', (error) => error.stderr || String(error));
  assert.equal(checked, '');
});

test('every page is valid HTML, says another', async () => {
  const validate = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off', 'void-style': 'off', 'doctype-style': 'off', 'no-inline-style': 'error', 'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }] } });
  const wrong = [];
  for (const file of fs.readdirSync(folder)) {
    const report = await validate.validateFile(path.join(folder, file));
    for (const result of report.results) for (const message of result.messages) wrong.push(`${file}:${message.line} ${message.ruleId}: ${message.message}`);
  }
  assert.deepEqual([...new Set(wrong)].slice(0, 60), []);
});
