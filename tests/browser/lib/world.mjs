// What the tests look at: the demo's authorities and another installation, a browser, the references of the cases, and who is
// signed in.
import { cases } from '../screens.mjs';
import { launch, open, signIn } from './browser.mjs';
import { caller, references, serve } from './service.mjs';
import { young } from './young.mjs';

/** Everything up, and one function that takes it all down; with the other installation where it is asked for. */
export async function world({ other = false } = {}) {
  const begun = [serve(['half_way', 'half_way_here']), ...(other ? [young()] : [])];
  let browser;
  const end = async () => {
    await browser?.close();
    for (const { value } of await Promise.allSettled(begun)) await value?.end();
  };
  try {
    const [service, another] = await Promise.all(begun);
    browser = await launch();
    const on = await about(service, browser);
    if (other) await waiting(on);
    return { ...on, another, end };
  } catch (error) {
    // What came up goes down again: a test that fails ends.
    await end();
    throw error;
  }
}

async function about(service, browser) {
  const base = service.authorities.norvania;
  const titles = {};
  for (const name of ['daniel.okafor', 'anna.lindqvist']) Object.assign(titles, await references(base, name));
  const of = {};
  for (const [handle, title] of Object.entries(cases)) {
    if (!titles[title]) throw new Error(`there is no case \`${title}\``);
    of[handle] = titles[title];
  }
  const signedIn = new Map();
  const cookies = async (name, at = base) => {
    const key = `${name} ${at}`;
    if (name && !signedIn.has(key)) signedIn.set(key, await signIn(browser, at, name));
    return name ? signedIn.get(key) : [];
  };
  return { base, there: service.authorities.sudaria, key: service.key, browser, of, cookies, complaints: service.complaints };
}

/** Somebody's answer waits for another official, and somebody has stood aside. */
async function waiting({ base, of }) {
  const headers = { 'if-match': '*' };
  const leila = await caller(base, 'leila.nasser');
  const safeguards = await leila(`/requests/${of.examined}/safeguards`);
  const { safeguard, gate, digest: read } = safeguards.find((one) => one.safeguard === 'non_discrimination' && one.gate === 'decision');
  await leila(`/requests/${of.examined}/safeguards/${safeguard}/answers`, { gate, read, answer: 'met', reason: 'Nothing points to who they are.' }, { headers });
  const marta = await caller(base, 'marta.silva');
  await marta(`/requests/${of.examined}/recusals`, { reason: 'A relative of mine is a witness.' }, { headers });
}

/** The address of a screen. */
export const address = (screen, of) => (typeof screen.path === 'function' ? screen.path(of) : screen.path);

/** Screens by who looks at them and where: what they look at in one window, they look at one after the other. */
export async function each(on, way, screens, work) {
  const windows = new Map();
  for (const screen of screens) {
    const window = `${screen.who} ${screen.at}`;
    windows.set(window, [...(windows.get(window) ?? []), screen]);
  }
  for (const shown of windows.values()) {
    const [{ who, at }] = shown;
    const { base, of } = at === 'another' ? on.another : on;
    const window = await open(on.browser, base, way, await on.cookies(who, base));
    try {
      for (const screen of shown) {
        // What leads to a screen is done on the page at its address: the answer is that of the last page.
        const show = async () => {
          const { page } = window;
          const answer = await page.goto(window.to(address(screen, of)));
          if (!screen.then) return answer;
          // Nobody fills in a form on paper.
          if (way.media) await page.emulateMedia({ media: 'screen' });
          const led = await screen.then(page);
          if (way.media) await page.emulateMedia({ media: way.media });
          return led;
        };
        await work(screen, window, show, window.to(address(screen, of)));
      }
    } finally {
      await window.context.close();
    }
  }
}
