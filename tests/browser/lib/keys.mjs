// Hands on a keyboard and no mouse: goes from stop to stop, and looks that each shows its ring and stands where it is read.
import assert from 'node:assert/strict';

/** What has the focus, how it is called, and where it stands in the document. */
const stop = (page) => page.evaluate(() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  return {
    place: all.indexOf(node),
    name: (node.labels?.[0]?.innerText ?? node.innerText ?? node.value ?? '').replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim().slice(0, 80),
    tag: node.tagName.toLowerCase(),
    ring: node === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    // What is folded or clipped is no place for the focus; a radio may be drawn by its label.
    seen: node === document.body || (box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight),
  };
});

/** Presses Tab until a stop fits the selector; all stops on the way show themselves, in the order of reading. */
export async function tabTo(page, selector, most = 140) {
  let before = await stop(page);
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    let now = await stop(page);
    // The page may still be rolling there.
    for (let waited = 0; !now.seen && waited < 20; waited += 1) {
      await page.waitForTimeout(50);
      now = await stop(page);
    }
    assert.ok(now.ring, `\`${now.name}\` (${now.tag}) shows that it has the focus`);
    assert.ok(now.seen, `\`${now.name}\` (${now.tag}) can be seen where it has the focus`);
    // Round the end of the page it begins anew.
    if (before.tag !== 'body' && now.tag !== 'body' && now.place < before.place && pressed > 0) {
      assert.ok(now.name === before.name || now.place < 60, `the focus goes in the order of reading: \`${before.name}\`, then \`${now.name}\``);
    }
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    before = now;
  }
  assert.fail(`the keyboard does not reach ${selector} at ${page.url()}`);
}

/** Goes to a field and types. */
export async function types(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Goes to a choice and takes it; a group of radios is one stop, and the arrows go on within it. */
export async function chooses(page, selector) {
  const name = await page.locator(selector).first().getAttribute('name');
  const radio = await page.locator(selector).first().getAttribute('type') === 'radio';
  if (!radio) {
    await tabTo(page, selector);
    await page.keyboard.press('Space');
    return;
  }
  await tabTo(page, `input[name="${name}"]`);
  await page.keyboard.press('Space');
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await page.locator(selector).first().isChecked()) return;
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`the arrows do not reach ${selector}`);
}

/** Goes down a list to what is wanted. */
export async function picks(page, selector, value) {
  await tabTo(page, selector);
  for (let pressed = 0; pressed < 250; pressed += 1) {
    if (await page.locator(selector).first().inputValue() === value) return;
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`the arrows do not reach ${value}`);
}

/** Presses Enter where the focus is, and waits for the page that comes. */
export async function enters(page) {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Goes to a link or button and presses it. */
export async function presses(page, selector) {
  await tabTo(page, selector);
  await enters(page);
}

/** Signs in, without a mouse. */
export async function signsIn(page, to, name, password) {
  await page.goto(to('/sign-in'));
  await types(page, '#name', name);
  await types(page, '#password', password);
  await enters(page);
  await page.waitForURL(/\/queue/);
}
