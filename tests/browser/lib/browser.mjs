// A real Chromium, and pages in it that note what the browser complains about.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { PASSWORD } from './service.mjs';

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How a page is looked at: what `newContext` takes, and what is asked of the page afterwards. */
export const WAYS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 } },
  narrow: { viewport: { width: 320, height: 800 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  arabic: { viewport: { width: 1280, height: 900 }, language: 'ar' },
  'arabic-phone': { viewport: { width: 390, height: 844 }, language: 'ar' },
  chinese: { viewport: { width: 1280, height: 900 }, language: 'zh' },
  'no-scripts': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
  'forced-colours': { viewport: { width: 1280, height: 900 }, forcedColors: 'active' },
  // English in brackets, four tenths longer: made by the program for this, and for nothing else.
  longer: { viewport: { width: 1280, height: 900 }, language: 'qps', locale: 'en' },
  'longer-phone': { viewport: { width: 390, height: 844 }, language: 'qps', locale: 'en' },
  print: { viewport: { width: 794, height: 1123 }, media: 'print' },
};

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A window on one authority. `cookies` are those of somebody who is signed in. */
export async function open(browser, base, way = WAYS.desktop, cookies = []) {
  const { language = 'en', media, ...options } = way;
  const context = await browser.newContext({ locale: language, ...options });
  context.setDefaultTimeout(15_000);
  if (cookies.length) await context.addCookies(cookies);
  const page = await context.newPage();
  if (media) await page.emulateMedia({ media });
  const complaints = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Whoever goes on before everything has come, breaks off what is still on its way.
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${why}`);
  });
  return { page, context, complaints, language, to: (below) => `${base}/${language}${below}` };
}

/** Signs somebody in through the page, and gives the cookies. */
export async function signIn(browser, base, name) {
  const window = await open(browser, base);
  await window.page.goto(window.to('/sign-in'));
  await window.page.fill('#name', name);
  await window.page.fill('#password', PASSWORD);
  await Promise.all([window.page.waitForURL(/\/queue/), window.page.click('main button.primary')]);
  const cookies = await window.context.cookies();
  await window.context.close();
  return cookies;
}

/** What axe finds; each with where it stands. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  return result.violations.map((one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')})`);
}

/**
 * Runs of Latin words on a page of a language that is not written so. What is marked as of another language, as somebody's
 * own words, or as a name or code of the program's, may be Latin; `names` are those of people and places.
 */
export async function latin(page, names) {
  return page.evaluate((known) => {
    const language = document.documentElement.lang;
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!node || node.closest('bdi, code, pre, textarea, script, [dir="auto"]')) continue;
      if (node.closest('[lang]').lang !== language) continue;
      const text = known.reduce((rest, name) => rest.replaceAll(name, ' — '), walker.currentNode.data);
      for (const [run] of text.matchAll(/[A-Za-z][A-Za-z’'-]+(?:[ ,:]+[A-Za-z][A-Za-z’'-]+)+/g)) {
        // Codes are in capitals: `UNCC`, `CSV`.
        if (/[a-z]{2}/.test(run)) found.add(run);
      }
    }
    return [...found];
  }, names);
}

/** Notes what moves on a page after it was drawn, and what it loads: nothing comes from the browser's store. */
export async function weigh(window) {
  await window.context.route('**/*', (route) => route.continue());
  await window.page.addInitScript(() => {
    globalThis.moved = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const nodes = entry.sources.map(({ node }) => `${node?.nodeName ?? 'gone'}.${node?.className ?? ''}`);
        globalThis.moved.push(`${entry.value.toFixed(4)} ${nodes.join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const loaded = [];
  window.page.on('requestfinished', (request) => loaded.push(request.sizes()));
  return {
    async visit(address) {
      loaded.length = 0;
      await window.page.goto(address, { waitUntil: 'networkidle' });
      // Two frames: what moves in one is told in the next.
      await window.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const sizes = await Promise.all(loaded);
      const bytes = sizes.reduce((sum, one) => sum + one.responseBodySize + one.responseHeadersSize, 0);
      return { bytes, files: sizes.length, moved: await window.page.evaluate(() => globalThis.moved) };
    },
  };
}

/** What can be seen to be wrong without looking: of every page. */
export async function flaws(page) {
  return page.evaluate(() => {
    const found = [];
    const say = (wrong, what) => { if (wrong) found.push(what); };
    say(document.querySelectorAll('h1').length !== 1, `${document.querySelectorAll('h1').length} headings of the first level`);
    const shown = (node) => node.checkVisibility?.() !== false && node.getClientRects().length > 0;
    const primary = [...document.querySelectorAll('main .primary')].filter(shown);
    say(primary.length > 1, `${primary.length} primary buttons`);
    const root = document.documentElement;
    say(root.scrollWidth > root.clientWidth, `scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}: ${[...document.querySelectorAll('main *')].filter((node) => { const box = node.getBoundingClientRect(); return !node.closest('.scroll') && (box.right > root.clientWidth + 1 || box.left < -1) && !node.closest('.unseen, .skip'); }).slice(0, 3).map((node) => `${node.tagName}.${node.className.baseVal ?? node.className}`).join(', ')}`);
    const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
    say(new Set(ids).size !== ids.length, `ids stand twice: ${ids.filter((id, place) => ids.indexOf(id) !== place).slice(0, 5)}`);
    for (const node of document.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
      for (const id of `${node.getAttribute('aria-labelledby') ?? ''} ${node.getAttribute('aria-describedby') ?? ''}`.split(/\s+/).filter(Boolean)) {
        say(!document.getElementById(id), `names an id that is not there: ${id}`);
      }
    }
    // On a desk, words of any length leave the navigation in one row and buttons in two lines.
    const desk = root.clientWidth >= 1280 && !matchMedia('print').matches;
    const rows = (nodes) => new Set([...nodes].filter(shown).map((node) => Math.round(node.getBoundingClientRect().top))).size;
    if (desk) say(rows(document.querySelectorAll('.sections li')) > 1, 'the header has a third row');
    for (const button of document.querySelectorAll('button, .button')) {
      if (!desk || !shown(button)) continue;
      const style = getComputedStyle(button);
      const inside = button.getBoundingClientRect().height - parseFloat(style.paddingBlockStart) - parseFloat(style.paddingBlockEnd);
      say(inside > 2.9 * parseFloat(style.lineHeight), `a button of three lines: ${button.textContent.trim().slice(0, 60)}`);
    }
    const small = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !node || !shown(node) || node.closest('.unseen, svg, title, option')) continue;
      // Paper has points of its own.
      if (matchMedia('print').matches) break;
      if (parseFloat(getComputedStyle(node).fontSize) < 14) small.push(node.textContent.trim().slice(0, 30));
    }
    say(small.length, `text under 14 px: ${small.slice(0, 3).join(' | ')}`);
    const text = document.body.innerText;
    say(/\bundefined\b|\[object Object\]/.test(text), 'says undefined');
    const raw = text.match(/(?:^|\s)((?:request|queue|answer|step|entry|role|gate|state|sign-in|error|log|account|review|draft)-[a-z]+(?:-[a-z]+)*)(?=\s|$)/m);
    say(raw && !document.querySelector('[data-raw]'), `a raw key: ${raw?.[1]}`);
    return found;
  });
}
