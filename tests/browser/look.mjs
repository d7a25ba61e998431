// Takes pictures of every screen, for people to look at: `node look.mjs FOLDER [WORD…]`, where a screen's name holds a word.
import fs from 'node:fs';
import path from 'node:path';
import { WAYS } from './lib/browser.mjs';
import { each, world } from './lib/world.mjs';
import { screens } from './screens.mjs';

const [folder = 'pictures', ...words] = process.argv.slice(2);
const ways = (process.env.WAYS ?? 'desktop,phone,arabic,dark').split(',');
const wanted = screens.filter(({ name }) => !words.length || words.some((word) => name.includes(word)));
fs.mkdirSync(folder, { recursive: true });
const on = await world({ other: wanted.some(({ at }) => at) });
try {
  for (const name of ways) {
    await each(on, WAYS[name], wanted, async (screen, { page }, show) => {
      await show();
      await page.screenshot({ path: path.join(folder, `${screen.name}.${name}.png`), fullPage: true });
    });
  }
} finally {
  await on.end();
}
