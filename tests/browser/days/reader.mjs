// What a screen reader reads, in its order: held against files that somebody has read aloud in thought.
// `UPDATE=1` writes them anew: look at what differs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { at } from '../lib/person.mjs';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../snapshots');

/** What changes from one run to the next, masked; long lists of choices cut short. */
const masked = (text) => {
  const lines = text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/X[NS]-\d{4}-\d{6}/g, 'REFERENCE')
    .replace(/\d{1,2} [A-Z][a-z]+ \d{4}(,| at) \d{2}:\d{2} UTC/g, 'MOMENT')
    .replace(/\b\d{2}:\d{2} UTC/g, 'TIME UTC')
    .replace(/\b\d{1,3} (days?|hours?|minutes?)\b/g, 'N $1')
    .replace(/[0-9a-f]{12,64}/g, 'DIGEST')
    .replace(/entry \d+/g, 'entry N')
    .split('\n');
  // A row says all its cells: what stands below it would say them again.
  const kept = [];
  let row = Infinity;
  for (const line of lines) {
    const depth = line.search(/\S/);
    if (depth > row || /^\s*- (option|\/url:)/.test(line)) continue;
    row = /^\s*- '?row /.test(line) ? depth : Infinity;
    kept.push(line);
  }
  return `${kept.join('\n')}\n`;
};

export function reader(on) {
  const PAGES = {
    queue: ['daniel.okafor', () => '/queue?of=counterpart&measure=expedited_preservation'],
    request: ['marta.silva', () => `/requests/${on().of.ready}`],
    safeguard: ['leila.nasser', () => `/requests/${on().of.review}/safeguards/authorisation/effective_remedy`],
  };
  for (const [name, [who, below]] of Object.entries(PAGES)) {
    test(`a screen reader reads the ${name} in its order`, async () => {
      await at(on(), on().base, who, async (person) => {
        await person.goes(below());
        const read = masked(await person.page.locator('body').ariaSnapshot());
        const file = path.join(folder, `${name}.txt`);
        if (process.env.UPDATE) {
          fs.mkdirSync(folder, { recursive: true });
          fs.writeFileSync(file, read);
        }
        assert.equal(read, fs.readFileSync(file, 'utf8'), `what is read aloud differs from ${path.basename(file)}`);
      });
    });
  }
}
