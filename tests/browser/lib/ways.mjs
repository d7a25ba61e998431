// What leads to a screen that no address alone leads to: something filled in and sent, a link followed.

/** Fills in what stands on a page and sends it; gives the answer to which that leads. Files are `{ name, mimeType, buffer }`. */
export const send = (typed, button = 'main form button.primary') => async (page) => {
  for (const [where, what] of Object.entries(typed)) {
    const field = page.locator(where);
    if (typeof what === 'boolean') await field.setChecked(what);
    else if (what.buffer) await field.setInputFiles(what);
    else if ((await field.evaluate((node) => node.tagName)) === 'SELECT') await field.selectOption(what);
    else await field.fill(what);
  }
  const [answer] = await Promise.all([page.waitForNavigation(), page.click(button)]);
  return answer;
};

/** Follows the first link of those that a selector finds. */
export const follow = (link) => async (page) => {
  const [answer] = await Promise.all([page.waitForNavigation(), page.locator(link).first().click()]);
  return answer;
};

/** A file of text. */
export const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** Asks for a file of the page's service, as whoever looks at it; gives it as one that a form takes. */
export const fetched = async (page, below, name) => {
  const answer = await page.request.get(new URL(below, page.url()).href);
  return { name, mimeType: 'application/octet-stream', buffer: await answer.body() };
};

/** Somebody else has been quicker: the same form sent from another window, then from this. */
export const overtaken = (field) => async (page) => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await send({ [field]: `Written first, at ${Date.now()}.` })(other);
  await other.close();
  return send({ [field]: 'Written on a page that is older.' })(page);
};
