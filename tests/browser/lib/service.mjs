// Two authorities with their demo cases, served on loopback for as long as the tests run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const PASSWORD = 'for training only, keep no secrets here';
/** The program whose pages are looked at. */
export const program = process.env.COMITY_PROGRAM ?? path.join(root, 'target/debug/comity');
const PATIENCE_MS = 240_000;

/** Starts `comity demo --serve`; gives the address of each authority by its name, and a way to end it. */
export async function serve(scenarios = []) {
  const chosen = scenarios.flatMap((name) => ['--scenario', name]);
  const child = spawn(program, ['demo', '--serve', '--quick', '--port', '0', ...chosen], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  child.stderr.on('data', (bytes) => { complained += bytes; });
  const authorities = {};
  await new Promise((done, failed) => {
    const late = setTimeout(() => { child.kill('SIGKILL'); failed(new Error(`the demo did not come up:\n${said}\n${complained}`)); }, PATIENCE_MS);
    const gone = (error) => { clearTimeout(late); failed(error); };
    child.once('error', gone);
    child.once('exit', (code) => gone(new Error(`the demo ended with ${code}:\n${said}\n${complained}`)));
    child.stdout.on('data', (bytes) => {
      said += bytes;
      for (const [, name, address] of said.matchAll(/^(Central Authority of .+) on (http:\/\/[^\s]+)$/gm)) {
        authorities[name.replace('Central Authority of ', '').toLowerCase()] = address;
      }
      if (said.includes('Everybody signs in with')) { clearTimeout(late); done(); }
    });
  });
  if (said.includes('did not go as told')) {
    child.kill('SIGKILL');
    throw new Error(`the demo did not go as told:\n${said}`);
  }
  const end = async () => {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    const killed = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await once(child, 'exit');
    clearTimeout(killed);
  };
  // The public key as the authority gives it, beside the export that the demo left.
  const key = said.match(/--key (\S+norvania\.key)/)?.[1];
  return { authorities, key, end, complaints: () => complained };
}

/** Signs somebody in at the interface for programs; gives what calls it as them, in JSON or with a form. */
export async function caller(base, name) {
  const call = async (address, headers, body, method) => {
    const answer = await fetch(`${base}/api/v1${address}`, { method, headers, body });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const json = { 'content-type': 'application/json' };
  const session = await call('/session', json, JSON.stringify({ name, password: PASSWORD }), 'POST');
  const shown = { authorization: `Bearer ${session.secret}` };
  return (address, body, { method = body ? 'POST' : 'GET', headers = {} } = {}) => {
    const form = body instanceof FormData;
    return call(address, { ...shown, ...headers, ...(body && !form && json) }, body && !form ? JSON.stringify(body) : body, method);
  };
}

/** The references of the requests that an official sees, by title. */
export async function references(base, name) {
  const call = await caller(base, name);
  const found = {};
  for (const line of (await call('/requests?at_most=100')).requests) found[line.title] = line.reference;
  return found;
}
