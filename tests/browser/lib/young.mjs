// Another installation: its rules were changed since, its lists are long, its names and titles as long as they may be.
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PASSWORD, caller, program, root } from './service.mjs';

const PATIENCE_MS = 120_000;
const RULES = path.join(root, 'workflows');
const LONG_TITLE = `${'Subscriber and traffic data of the accounts with which the shops of one made-up market were kept '.repeat(2)}, one`.slice(-200);
const LONG_NAME = `${'records-of-the-accounts-'.repeat(4)}`.slice(0, 75) + '.txt';

/** Makes it and serves it; gives its address, what its screens are about, and a way to end it. */
export async function young() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comity-young-'));
  let child;
  const end = async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      const killed = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await once(child, 'exit');
      clearTimeout(killed);
    }
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const data = path.join(folder, 'data');
    const run = commands(data, RULES);
    const chosen = async (name, password) => run(name, ['officials', 'set-password'], { password, chosen: PASSWORD });
    const made = await commands(data, stricter(path.join(folder, 'rules')))(undefined, ['init', '--state', 'XN', '--name', 'Central Authority of Norvania', '--training']);
    await chosen('administrator', made.one_time_password);
    // Alone an administrator grants at once; with a second one each grant has to be confirmed.
    for (const [name, called, role] of PEOPLE) {
      const added = await run('administrator', ['officials', 'add', name, '--name', called, '--role', role]);
      await chosen(name, added.one_time_password);
    }
    const factor = await run('otto', ['officials', 'second-factor', 'offer']);
    await run('otto', ['officials', 'second-factor', 'add', factor.offer, code(factor.secret)]);
    const { adopted, offered } = await run(undefined, ['workflows', 'adopted']);
    const [old, fresh] = [adopted[0].rulebook, offered[0].rulebook];
    const adoption = await run('administrator', ['workflows', 'adopt', fresh, '--instead-of', old, '--reason', 'The ministry wants what it had.']);
    child = spawn(program, ['--workflows', RULES, '--data', data, 'serve', '--development', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const base = await address(child);
    return { base, of: { old, fresh, adoption: adoption.adoption, ...(await desk(base)) }, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The second administrator comes last. */
const PEOPLE = [
  ['dana', 'Dana Brenner', 'drafting_official'],
  ['erik', 'Erik Moreau', 'drafting_official'],
  ['otto', 'Otto Lund', 'central_authority'],
  ['vera', 'Vera Holt', 'administrator'],
];

/** The rules of this program, one of them stricter: whoever goes back to those of the program lets protection fall. */
function stricter(folder) {
  fs.cpSync(RULES, folder, { recursive: true });
  const file = path.join(folder, 'safeguards/notification.toml');
  const text = fs.readFileSync(file, 'utf8');
  const changed = text.replace('default = "policy"', 'default = "treaty"');
  if (changed === text) throw new Error('the rules have changed: make another safeguard stricter here');
  fs.writeFileSync(file, changed);
  return folder;
}

/** Runs the program's commands as somebody, who shows a password; gives what they print. */
function commands(data, rules) {
  return async (as, words, { password = PASSWORD, chosen } = {}) => {
    const env = { ...process.env, COMITY_AS: as ?? '', COMITY_PASSWORD: password, COMITY_NEW_PASSWORD: chosen ?? '' };
    const { stdout } = await promisify(execFile)(program, ['--workflows', rules, '--data', data, ...words], { env });
    return JSON.parse(stdout);
  };
}

/** The six digits that an application shows now (RFC 6238). */
function code(secret) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function address(child) {
  let said = '';
  child.stdout.on('data', (bytes) => { said += bytes; });
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    const [, found] = said.match(/is served on (http:\/\/[^;]+);/) ?? [];
    if (found) return found;
    if (child.exitCode !== null) throw new Error(`the installation ended with ${child.exitCode}: ${said}`);
    await new Promise((done) => { setTimeout(done, 100); });
  }
  throw new Error('the installation did not come up');
}

/** Dana has more drafts than a page holds; one has a long history and a document with a long name; and is away soon. */
async function desk(base) {
  const call = await caller(base, 'dana');
  const draft = (title) => call('/requests', { instrument: 'UNCC', measure: 'production', counterpart: 'XS', title });
  const { reference: long } = await draft(LONG_TITLE);
  for (let number = 1; number <= 30; number += 1) await draft(`Orders of shop ${number}`);
  for (let time = 1; time <= 60; time += 1) {
    await call(`/requests/${long}/subjects/request`, { content: { facts: `What is known, written for the ${time}. time.` } }, { method: 'PUT', headers: { 'if-match': '*' } });
  }
  const form = new FormData();
  form.append('language', 'en');
  form.append('document', new File(['One line.'], LONG_NAME, { type: 'text/plain' }));
  await call(`/requests/${long}/documents`, form);
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const { deputyship } = await call('/deputyships', { official: 'dana', deputy: 'erik', from: day(2), until: day(9) });
  return { long, deputyship };
}
