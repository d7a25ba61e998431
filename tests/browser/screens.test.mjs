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
import { WAYS, axe, flaws, latin, open, weigh } from './lib/browser.mjs';
import { address, world } from './lib/world.mjs';
import { screens } from './screens.mjs';

const AXE_IN = ['desktop', 'phone', 'dark', 'arabic'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comity-pages-'));
let on;

before(async () => { on = await world(); });
after(async () => { await on?.end(); fs.rmSync(folder, { recursive: true, force: true }); });

for (const [name, way] of Object.entries(WAYS)) {
  test(`every screen is sound: ${name}`, async () => {
    const wrong = [];
    // One window for each person: what they look at, they look at one after the other.
    for (const who of new Set(screens.map((screen) => screen.who))) {
      const window = await open(on.browser, on.base, way, await on.cookies(who));
      try {
        for (const screen of screens.filter((one) => one.who === who)) {
          window.complaints.length = 0;
          const answer = await window.page.goto(window.to(address(screen, on.of)));
          const say = (what) => wrong.push(`${screen.name}: ${what}`);
          if (answer.status() !== (screen.status ?? 200)) say(`status ${answer.status()}`);
          fs.writeFileSync(path.join(folder, `${name}-${screen.name}.html`), await answer.text());
          (await flaws(window.page)).forEach(say);
          if (AXE_IN.includes(name)) (await axe(window.page)).forEach(say);
          const expected = screen.status ? [new RegExp(`status of ${screen.status}`)] : [];
          window.complaints.filter((text) => !expected.some((known) => known.test(text))).forEach(say);
        }
      } finally {
        await window.context.close();
      }
    }
    assert.deepEqual(wrong, []);
  });
}

/** Who and what is called the same in every language: a format, a command, the people of the demo, and what an installation calls itself. */
const NAMES = ['JSON Lines', 'comity audit verify', 'Anna Lindqvist', 'Carl Brandt', 'Daniel Okafor', 'Greta Ahlm', 'Leila Nasser', 'Marta Silva', 'Training administrator', 'Central Authority of Norvania', 'Central Authority of Sudaria'];

for (const language of ['ar', 'zh', 'ru']) {
  test(`no English is left on any screen: ${language}`, async () => {
    const wrong = [];
    for (const who of new Set(screens.map((screen) => screen.who))) {
      const window = await open(on.browser, on.base, { ...WAYS.desktop, language }, await on.cookies(who));
      try {
        for (const screen of screens.filter((one) => one.who === who)) {
          await window.page.goto(window.to(address(screen, on.of)));
          for (const run of await latin(window.page, NAMES)) wrong.push(`${screen.name}: ${run}`);
        }
      } finally {
        await window.context.close();
      }
    }
    assert.deepEqual(wrong, []);
  });
}

/** A first visit loads no more, in bytes: the page with its styles, its script and its picture, as they travel. */
const HEAVIEST = 100_000;

for (const language of ['en', 'ar', 'ru']) {
  test(`a first visit to any screen is light, and nothing on it moves: ${language}`, async () => {
    const wrong = [];
    let heaviest = { bytes: 0 };
    for (const who of new Set(screens.map((screen) => screen.who))) {
      const window = await open(on.browser, on.base, { ...WAYS.desktop, language }, await on.cookies(who));
      try {
        const scales = await weigh(window);
        for (const screen of screens.filter((one) => one.who === who && !one.development)) {
          const { bytes, files, moved } = await scales.visit(window.to(address(screen, on.of)));
          // A machine that is busy draws a table before it has read all of it: what is at fault moves each time.
          for (let again = 0; moved.length && again < 3; again += 1) {
            const { moved: later } = await scales.visit(window.to(address(screen, on.of)));
            if (!later.length) moved.length = 0;
          }
          if (bytes > heaviest.bytes) heaviest = { name: screen.name, bytes };
          if (bytes > HEAVIEST) wrong.push(`${screen.name}: ${bytes} bytes`);
          if (files < 4) wrong.push(`${screen.name}: only ${files} files were weighed`);
          if (moved.length) wrong.push(`${screen.name} moves: ${moved.join('; ')}`);
        }
      } finally {
        await window.context.close();
      }
    }
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
