// The addresses that the pages answer at, as the program's own sources name them.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './service.mjs';

/** Addresses at which there is no screen, and why. */
export const NO_SCREEN = {
  '/': 'leads to a language',
  '/{language}': 'leads to the queue',
  '/{language}/sign-in/code': 'leads to signing in: the code is asked for at the address of the first page',
  '/{language}/statistics.csv': 'a file',
  '/{language}/log/{entry}/proof': 'a file',
  '/{language}/requests/import/example': 'a file',
  '/{language}/requests/{reference}/documents/{document}': 'a file',
  '/calendar/{file}': 'a file',
  '/assets/{file}': 'a file',
};

/** All of them, with `{…}` for what changes. */
export function routes() {
  const web = path.join(root, 'src/web');
  const sources = fs.readdirSync(web, { recursive: true }).filter((name) => path.basename(name) === 'mod.rs');
  return sources.flatMap((name) => named(fs.readFileSync(path.join(web, name), 'utf8')));
}

/** Those of one source: texts are given as they stand, by a name, or put together of named ones. */
function named(source) {
  const known = {};
  const whole = (text) => text.replace(/\{\{(\w+)\}\}|\{(\w+)\}/g, (all, kept, name) => (kept ? `{${kept}}` : known[name] ?? all));
  for (const [, name, text] of source.matchAll(/let (\w+) = (?:format!\()?"([^"]*)"/g)) known[name] = whole(text);
  const all = source.matchAll(/\.route\(\s*&?(?:(?:format!\()?"([^"]+)"\)?|(\w+)),([^]*?)(?=\.route\(|\.layer\(|\.merge\(|;|\n\})/g);
  return [...all].filter(([, , , does]) => /\bget\(/.test(does)).map(([, text, name]) => (text ? whole(text) : known[name]));
}

/** The route that an address of a browser belongs to: of those that fit, the one that says most of it. */
export function routeOf(address, all) {
  const fits = (route) => new RegExp(`^${route.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(address);
  const changing = (route) => route.split('{').length;
  return all.filter(fits).sort((one, other) => changing(one) - changing(other))[0];
}
