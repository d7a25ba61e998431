// Whole days at the desk, each a story told in what people do; all on one pair of authorities, each on cases of its own.
import { after, before } from 'node:test';
import { world } from '../lib/world.mjs';
import { administrator } from './administrator.mjs';
import { auditor } from './auditor.mjs';
import { hostile } from './hostile.mjs';
import { keyboard } from './keyboard.mjs';
import { official } from './official.mjs';
import { reader } from './reader.mjs';
import { reviewer } from './reviewer.mjs';
import { twoStates } from './two_states.mjs';
import { visitor } from './visitor.mjs';

let here;
before(async () => { here = await world(); });
after(async () => { await here?.end(); });

const on = () => here;
for (const day of [reader, visitor, auditor, keyboard, official, twoStates, reviewer, administrator, hostile]) day(on);
