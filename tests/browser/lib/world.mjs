// What the tests look at: the demo's authorities, a browser, the references of the cases, and who is signed in.
import { cases } from '../screens.mjs';
import { launch, signIn } from './browser.mjs';
import { references, serve } from './service.mjs';

/** Everything up, and one function that takes it all down. */
export async function world() {
  const service = await serve(['half_way', 'half_way_here']);
  let browser;
  const end = async () => { await browser?.close(); await service.end(); };
  try {
    browser = await launch();
    return { ...(await about(service, browser)), end };
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

/** The address of a screen. */
export const address = (screen, of) => (typeof screen.path === 'function' ? screen.path(of) : screen.path);
