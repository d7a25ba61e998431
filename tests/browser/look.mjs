// Takes pictures of every screen, for people to look at: `node look.mjs FOLDER [WORD…]`, where a screen's name holds a word.
import fs from 'node:fs';
import path from 'node:path';
import { WAYS, open } from './lib/browser.mjs';
import { address, world } from './lib/world.mjs';
import { screens } from './screens.mjs';

const [folder = 'pictures', ...wanted] = process.argv.slice(2);
const ways = (process.env.WAYS ?? 'desktop,phone,arabic,dark').split(',');
fs.mkdirSync(folder, { recursive: true });
const on = await world();
try {
  for (const screen of screens.filter(({ name }) => !wanted.length || wanted.some((word) => name.includes(word)))) {
    for (const name of ways) {
      const window = await open(on.browser, on.base, WAYS[name], await on.cookies(screen.who));
      await window.page.goto(window.to(address(screen, on.of)));
      await window.page.screenshot({ path: path.join(folder, `${screen.name}.${name}.png`), fullPage: true });
      await window.context.close();
    }
  }
} finally {
  await on.end();
}
