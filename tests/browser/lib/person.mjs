// Somebody at a window: goes, reads, writes and presses as people do, and says where it went wrong.
import assert from 'node:assert/strict';
import { WAYS, open } from './browser.mjs';
import { PASSWORD } from './service.mjs';

// The marks that keep a name or a figure in its own direction cannot be seen.
const unmarked = (text) => text.replace(/[\u2066-\u2069\u00ad]/g, '');
const literal = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
// Of a long page the beginning tells enough of where somebody is.
const brief = (text) => text.replace(/\n\s*\n/g, '\n').slice(0, 1500);
const pattern = (what) => (what instanceof RegExp ? what : literal(what));

/** A person with a window of their own. What the browser complains about is kept, to be asked at the end. */
export class Person {
  constructor(window) {
    Object.assign(this, { window, page: window.page });
  }

  /** Signs in through the page, as everybody does. */
  async signsIn(name, password = PASSWORD) {
    await this.goes('/sign-in');
    await this.page.fill('#name', name);
    await this.page.fill('#password', password);
    await this.done(() => this.page.click('main .primary'));
  }

  async signsOut() {
    await this.done(() => this.page.click('.who button'));
    await this.page.waitForURL(/sign-in/);
  }

  async goes(below) {
    return this.page.goto(this.window.to(below));
  }

  /** Does what leads to another page, and waits until that page is there and its script has run. */
  async done(act) {
    await Promise.all([this.page.waitForEvent('load'), act()]);
  }

  /** What the page says, without the marks that nobody sees. */
  async reads(where = 'main') {
    return unmarked(await this.page.locator(where).first().innerText());
  }

  async sees(what, where = 'main') {
    const text = await this.reads(where);
    if (!pattern(what).test(text)) assert.fail(`${this.page.url()} does not say ${what}, but:\n${brief(text)}`);
  }

  async seesNot(what, where = 'main') {
    const text = await this.reads(where);
    if (pattern(what).test(text)) assert.fail(`${this.page.url()} says ${what}:\n${brief(text)}`);
  }

  /** The one link of this name. */
  link(name) {
    return this.page.getByRole('link', { name: name instanceof RegExp ? name : loose(name) });
  }

  button(name) {
    return this.page.locator('main').getByRole('button', { name: name instanceof RegExp ? name : loose(name) });
  }

  async follows(name) {
    await this.found(this.link(name), name);
    await this.done(() => this.link(name).first().click());
  }

  async presses(name) {
    await this.found(this.button(name), name);
    await this.done(() => this.button(name).first().click());
  }

  /** Presses what the page puts first: the one filled button of the form. */
  async goesOn() {
    await this.done(() => this.page.locator('main .primary').click());
  }

  async writes(label, text) {
    const field = this.page.getByLabel(loose(label)).first();
    await this.found(field, label);
    await field.fill(text);
  }

  async chooses(label, option) {
    await this.page.getByLabel(loose(label)).first().selectOption(option);
  }

  async ticks(label) {
    await this.page.locator('main').getByLabel(loose(label)).first().check();
  }

  /** The summary of what is wrong: it has the focus, and each of its links leads to a field. */
  async isTold(what) {
    await this.page.waitForSelector('.error-summary');
    assert.match(await this.page.title(), /^Error:|^(خطأ|Erreur|错误|Ошибка|Error)/, 'the title says that something is wrong');
    assert.ok(await this.page.evaluate(() => document.activeElement.matches('.error-summary')), 'the summary has the focus');
    await this.sees(what, '.error-summary');
    for (const target of await this.page.locator('.error-summary a').evaluateAll((links) => links.map((link) => link.hash))) {
      assert.equal(await this.page.locator(target).count(), 1, `the summary leads to ${target}`);
    }
  }

  /** Looks again until the page says something: what another State sends takes a moment. */
  async comesToSee(what, seconds = 20) {
    for (let looked = 0; looked < seconds * 2; looked += 1) {
      if (pattern(what).test(await this.reads())) return;
      await new Promise((done) => { setTimeout(done, 500); });
      await this.page.reload();
    }
    await this.sees(what);
  }

  /** Answers one question after the other as long as the pages lead to the next, in favour, with a reason. */
  async answersAll(reference, gate, reason) {
    await this.goes(`/requests/${reference}/review/${gate}`);
    const mine = this.page.locator('tr', { has: this.page.locator('strong') }).locator('th a');
    let answered = 0;
    while (await mine.count()) {
      await this.done(() => mine.first().click());
      await this.answers({ reason });
      answered += 1;
      assert.ok(answered < 40, 'what is answered is not asked again');
      await this.goes(`/requests/${reference}/review/${gate}`);
    }
    assert.ok(answered > 0, `something at ${gate} waits for whoever answers:\n${await this.reads()}`);
  }

  /** Gives an answer; where none is named, the one that clears. */
  async answers({ answer, reason }) {
    // Where an answer stands already, the form to answer anew is folded.
    const folded = this.page.locator('details:has(form.review-form):not([open]) > summary');
    if (await folded.count()) await folded.click();
    const radio = (value) => this.page.locator(`main input[name="answer"][value="${value}"]`);
    const value = answer ?? (await radio('met').count() ? 'met' : 'not_applicable');
    await radio(value).check();
    await this.page.fill('#reason', reason);
    await this.goesOn();
  }

  async found(locator, name) {
    if (await locator.count() === 0) assert.fail(`there is no \`${name}\` at ${this.page.url()}:\n${await this.page.locator('main').ariaSnapshot().then(brief)}`);
  }
}

const loose = (name) => new RegExp(`^[\\s\\u2066-\\u2069]*${literal(name).source.replace(/\\s\+/g, '[\\s\\u2066-\\u2069]+')}`, 'i');

/** Lets somebody work at a window; what the browser complains of in the meantime fails the story. */
export async function at(on, base, name, work, way = WAYS.desktop) {
  const window = await open(on.browser, base, way);
  const person = new Person(window);
  try {
    if (name) await person.signsIn(name);
    await work(person);
    assert.deepEqual(window.complaints.filter((one) => !/status of 4\d\d/.test(one)), [], `what the browser says of the pages of ${name ?? 'a visitor'}`);
  } finally {
    await window.context.close();
  }
}
