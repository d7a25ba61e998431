// Whole days at the desk, each a story told in what people do; all on one pair of authorities, each on cases of its own.
import { after, before } from 'node:test';
import { world } from '../lib/world.mjs';
import { official } from './official.mjs';
import { twoStates } from './two_states.mjs';

let here;
before(async () => { here = await world(); });
after(async () => { await here?.end(); });

const on = () => here;
official(on);
twoStates(on);
