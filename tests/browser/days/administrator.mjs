// The day of two administrators: nobody is let in, raised, stood in for or freed of a lost telephone by one alone.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { at } from '../lib/person.mjs';

const PASSWORD = 'a long sentence that nobody else knows';

/** The six digits that an application on a telephone would show at a moment. */
function code(secret, seconds) {
  const bits = [...secret.replace(/[^A-Z2-7]/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Lets somebody in who has a one-time password: they choose their own and sign in with it. */
async function firstEntry(person, name, oneTime) {
  await person.goes('/sign-in');
  await person.page.fill('#name', name);
  await person.page.fill('#password', oneTime);
  await person.goesOn();
  await person.sees('Choose your own first');
  assert.equal(await person.page.inputValue('#name'), name, 'nobody is asked their name twice');
  await person.page.fill('#old', oneTime);
  await person.page.fill('#new', 'short');
  await person.goesOn();
  await person.isTold(/\S/);
  await person.page.fill('#old', oneTime);
  await person.page.fill('#new', PASSWORD);
  await person.goesOn();
  await person.signsIn(name, PASSWORD);
}

async function adds(administrator, name, signIn) {
  await administrator.goes('/officials');
  await administrator.follows('Add an official');
  await administrator.goesOn();
  await administrator.isTold(/\S/);
  await administrator.writes('Name', name);
  await administrator.writes('Sign-in name', signIn);
  await administrator.presses('Add an official');
  await administrator.sees('It is shown this once');
  return (await administrator.page.locator('main').getByText(/^[0-9A-Z]{5}(-[0-9A-Z]{5})+$/).first().innerText()).trim();
}

export function administrator(on) {
  const first = (work) => at(on(), on().base, 'administrator', work);
  const second = (work) => at(on(), on().base, undefined, async (vera) => { await vera.signsIn('vera.lang', PASSWORD); await work(vera); });

  test('an administrator adds another, who chooses a password of her own', async () => {
    let oneTime;
    await first(async (one) => {
      oneTime = await adds(one, 'Vera Lang', 'vera.lang');
      await one.goes('/officials/of/vera.lang');
      await one.follows('administrator');
      await one.sees('Once there are two administrators');
      await one.presses('Grant this role');
      await one.sees('It stands in the log');
    });
    await at(on(), on().base, undefined, async (vera) => {
      await firstEntry(vera, 'vera.lang', oneTime);
      await vera.follows('Officials');
      await vera.sees('Waits for a second administrator');
    });
  });

  test('a role counts once a second administrator has confirmed it', async () => {
    await first(async (one) => {
      const oneTime = await adds(one, 'Nils Berg', 'nils.berg');
      assert.ok(oneTime);
      await one.goes('/officials/of/nils.berg');
      await one.sees('No role yet');
      await one.follows('drafting official');
      await one.presses('Grant this role');
      await one.goes('/officials');
      await one.sees('another administrator confirms this');
      assert.equal(await one.link(/^Confirm/).count(), 0, 'nobody confirms what they asked for');
    });
    await second(async (vera) => {
      await vera.follows('Officials');
      await vera.follows(/^Confirm.*Nils Berg/);
      await vera.sees('Drafts and submits requests.');
      await vera.goesOn();
      await vera.goes('/officials/of/nils.berg');
      await vera.sees('Revoke');
    });
  });

  test('a deputy is asked for by the one who goes away, and confirmed by somebody else', async () => {
    await at(on(), on().base, 'marta.silva', async (marta) => {
      await marta.goes('/account');
      await marta.follows(/deputy/i);
      await marta.goesOn();
      await marta.isTold(/\S/);
      await marta.chooses('Deputy', { label: 'Daniel Okafor' });
      await marta.page.fill('#from', '2030-05-20');
      await marta.page.fill('#until', '2030-05-24');
      await marta.goesOn();
      await marta.goes('/account');
      await marta.sees('Daniel Okafor');
    });
    await second(async (vera) => {
      await vera.goes('/officials');
      await vera.sees('Daniel Okafor for Marta Silva');
      await vera.follows(/^Confirm.*Daniel Okafor/);
      await vera.goesOn();
      await vera.goes('/officials');
      await vera.sees('Daniel Okafor for Marta Silva');
      assert.equal(await vera.link(/^Confirm.*Daniel Okafor/).count(), 0);
    });
  });

  test('a lost second factor is taken off by two', async () => {
    let secret;
    await at(on(), on().base, 'pavel.dvorak', async (pavel) => {
      await pavel.goes('/account');
      // The demo's clock is ahead of ours, and goes as ours goes.
      const moments = await pavel.page.locator('main time').evaluateAll((times) => times.map((time) => Date.parse(time.dateTime)));
      const ahead = Math.max(...moments) - Date.now();
      await pavel.follows('Add a second factor');
      await pavel.page.fill('#code', '000');
      await pavel.goesOn();
      await pavel.isTold(/\S/);
      secret = await pavel.page.locator('code.secret').innerText();
      await pavel.page.fill('#code', code(secret, (Date.now() + ahead) / 1000));
      await pavel.goesOn();
      assert.equal(await pavel.page.locator('#code').count(), 0, await pavel.reads());
      await pavel.sees(/recovery/i);
    });
    await at(on(), on().base, undefined, async (pavel) => {
      await pavel.goes('/sign-in');
      await pavel.page.fill('#name', 'pavel.dvorak');
      await pavel.page.fill('#password', 'for training only, keep no secrets here');
      await pavel.goesOn();
      await pavel.sees(/code/i);
      assert.equal(await pavel.page.locator('#code').count(), 1, 'the password alone does not let in');
    });
    await first(async (one) => {
      await one.goes('/officials/of/pavel.dvorak');
      await one.follows(/second factor/i);
      await one.goesOn();
      await one.goes('/officials/of/pavel.dvorak');
      await one.sees('another administrator confirms this');
    });
    await second(async (vera) => {
      await vera.goes('/officials/of/pavel.dvorak');
      await vera.follows(/second factor/i);
      await vera.goesOn();
    });
    await at(on(), on().base, 'pavel.dvorak', (pavel) => pavel.sees('My queue'));
  });
}
