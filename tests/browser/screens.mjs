// Every screen: its address below the language, and who looks at it. A page that is not here is looked at by nobody.
// `who` is left out where nobody signs in; `path` may be a function of the references of the cases below; `then` is what is
// done on the page at that address, and `at` says where else than at the authority of the cases it stands.
import { fetched, file, follow, overtaken, send } from './lib/ways.mjs';

/** The cases of `half_way` and `half_way_here` by a handle; their titles are those of the scenarios. */
export const cases = {
  answered: 'Records of one account used for blackmail',
  offered: 'Messages of one seller in a market for stolen cards',
  wanting: 'Files of one rented store',
  kept: 'Logs of a mail relay',
  sent: 'Who rented one server',
  ready: 'Orders of one online shop',
  review: 'Letters of a journalist and of her source',
  unfinished: 'Photographs in one account',
  result: 'Accounts of a false charity',
  executing: 'Server of a false bank',
  examined: 'Mailbox of a courier',
  arrived: 'Chat of three sellers',
};

const ask = (handle, below, who, name, more = {}) => ({ name, path: (of) => `/requests/${of[handle]}${below}`, who, ...more });
const anna = 'anna.lindqvist';
const daniel = 'daniel.okafor';
const leila = 'leila.nasser';
const another = { at: 'another' };
const PASSWORD = 'for training only, keep no secrets here';

/** A request on paper, as far as it can be filled in before the browser stops it. */
const ON_PAPER = { '#title': 'Account data of one shop', '#their_reference': '   ', '#received_on': '2030-04-02', '#paper': file('letter.txt', 'On paper.'), '#language': 'en' };
const NAMES_OF_CASES = 'direction,instrument,measure,counterpart,title,old_reference';
const CASES = [NAMES_OF_CASES, 'outgoing,UNCC,production,XS,Orders of one shop,2026/0417', 'outward,UNCC,production,ZZ,,2026/0418', 'outgoing,UNCC,everything,XS,Mail of one account,2026/0417'];

export const screens = [
  // Coming in.
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-led-here', path: '/sign-in?back=%2Fqueue' },
  { name: 'password', path: '/password' },
  { name: 'sign-in-wrong', path: '/sign-in', then: send({ '#name': 'nobody is called this', '#password': 'wrong' }), status: 422 },
  { name: 'sign-in-code', path: '/sign-in', then: send({ '#name': 'otto', '#password': PASSWORD }), ...another },
  { name: 'password-wrong', path: '/password', then: send({ '#name': 'nobody is called this', '#old': 'wrong', '#new': 'a few words do well' }), status: 422 },
  { name: 'not-found', path: '/nowhere', status: 404 },
  // What anybody may look at.
  { name: 'help', path: '/help' },
  { name: 'accessibility', path: '/accessibility' },
  { name: 'privacy', path: '/privacy' },
  { name: 'glossary', path: '/glossary' },
  { name: 'procedures', path: '/procedures' },
  { name: 'procedure', path: '/procedures/evidence' },
  { name: 'procedure-safeguards', path: '/procedures/evidence/safeguards' },
  { name: 'statistics', path: '/statistics' },
  // The desk.
  { name: 'queue', path: '/queue', who: anna },
  { name: 'queue-filtered', path: '/queue?of=authority&within=10', who: daniel },
  { name: 'queue-filtered-empty', path: '/queue?of=authority&measure=interception', who: daniel },
  { name: 'queue-counterpart', path: '/queue?of=counterpart', who: daniel },
  { name: 'queue-ended', path: '/queue?of=ended', who: daniel },
  { name: 'queue-of-reviewer', path: '/queue', who: leila },
  { name: 'queue-empty', path: '/queue', who: 'administrator' },
  { name: 'queue-long', path: '/queue', who: 'dana', ...another },
  // What comes from outside.
  { name: 'import', path: '/requests/import', who: anna },
  { name: 'import-wrong', path: '/requests/import', who: anna, then: send({ '#file': file('cases.csv', CASES.join('\n')) }) },
  { name: 'import-ready', path: '/requests/import', who: anna, then: send({ '#file': file('cases.csv', CASES.slice(0, 2).join('\n')) }) },
  { name: 'import-not-yours', path: '/requests/import', who: 'greta.ahlm', status: 403 },
  { name: 'record', path: '/requests/record', who: daniel },
  { name: 'record-form', path: '/requests/record?from=XS&instrument=UNCC&measure=production', who: daniel },
  { name: 'record-wrong', path: '/requests/record?from=XS&instrument=UNCC&measure=production', who: daniel, then: send(ON_PAPER), status: 422 },
  // A request.
  ...Object.keys(cases).map((name) => ask(name, '', name === 'unfinished' ? anna : daniel, `request-${name}`)),
  ask('ready', '/steps/send', daniel, 'step'),
  ask('offered', '/steps/withdraw', daniel, 'step-grave'),
  ask('review', '/steps/authorise', 'marta.silva', 'step-shut'),
  ask('offered', '/messages', daniel, 'messages'),
  ask('offered', '/messages', daniel, 'message', { then: follow('main .timeline a, main ol a, main article a') }),
  ask('offered', '/messages/record', daniel, 'message-record'),
  ask('offered', '/steps/withdraw', daniel, 'step-wrong', { then: send({}), status: 422 }),
  { name: 'request-long', path: (of) => `/requests/${of.long}`, who: 'dana', ...another },
  { name: 'request-long-documents', path: (of) => `/requests/${of.long}/documents`, who: 'dana', ...another },
  { name: 'request-long-write', path: (of) => `/requests/${of.long}/write`, who: 'dana', ...another },
  { name: 'write-overtaken', path: (of) => `/requests/${of.long}/write/facts`, who: 'dana', ...another, then: overtaken('main textarea'), status: 409 },
  ask('answered', '/documents', daniel, 'documents'),
  ask('sent', '/documents', daniel, 'documents-few'),
  ask('examined', '/assign', daniel, 'assign'),
  ask('ready', '/before-sending', daniel, 'before-sending'),
  // Its safeguards.
  ask('review', '/review/authorisation', leila, 'review'),
  ask('examined', '/review/decision', leila, 'review-decision'),
  ask('review', '/safeguards/authorisation/consistency_with_human_rights', leila, 'safeguard'),
  ask('review', '/safeguards/authorisation/children', leila, 'safeguard-answered'),
  ask('review', '/safeguards/authorisation/children', anna, 'safeguard-of-others'),
  ask('review', '/safeguards/authorisation/consistency_with_human_rights', leila, 'safeguard-wrong', { then: send({ '#answer-not_met': true }), status: 422 }),
  ask('examined', '/safeguards/decision/non_discrimination', daniel, 'safeguard-unconfirmed'),
  ask('examined', '/safeguards/decision/non_discrimination/confirmation', daniel, 'safeguard-confirm'),
  ask('review', '/safeguards/authorisation/children/withdrawal', leila, 'safeguard-take-back'),
  ask('review', '/recusal', leila, 'recusal'),
  ask('examined', '/review/decision', daniel, 'recusal-lift', { then: follow('main a[href*="/recusal/"]') }),
  // Writing.
  { name: 'new', path: '/requests/new', who: anna },
  { name: 'new-not-yours', path: '/requests/new', who: leila },
  ask('unfinished', '/write', anna, 'write'),
  ask('unfinished', '/write/facts', anna, 'write-facts'),
  ask('unfinished', '/write/offence', anna, 'write-offence'),
  ask('unfinished', '/write/items', anna, 'write-items'),
  ask('unfinished', '/write/attachments', anna, 'write-attachments'),
  ask('unfinished', '/write/offence', anna, 'write-wrong', { then: send({ '#maximum_penalty_years, [name$="penalty_years"]': 'many' }), status: 422 }),
  ask('unfinished', '/write/check', anna, 'write-check'),
  ask('examined', '/write/decision', daniel, 'write-decision'),
  // The other States, the rules.
  { name: 'counterparts', path: '/counterparts', who: anna },
  { name: 'counterparts-none', path: '/counterparts?name=zzzz', who: anna },
  { name: 'counterpart', path: '/counterparts/XS', who: anna },
  { name: 'counterpart-unknown', path: '/counterparts/FR', who: anna },
  { name: 'rulebooks', path: '/rulebooks', who: anna },
  { name: 'rulebook', path: (of) => `/rulebooks/${of.fresh}`, who: 'dana', ...another },
  { name: 'rulebooks-offered', path: '/rulebooks', who: 'vera', ...another },
  { name: 'rulebook-offered', path: (of) => `/rulebooks/${of.fresh}`, who: 'vera', ...another },
  { name: 'rulebooks-difference', path: (of) => `/rulebooks/difference?old=${of.old}&new=${of.fresh}`, who: 'dana', ...another },
  { name: 'rulebooks-which', path: '/rulebooks/difference', who: anna },
  { name: 'adopt', path: (of) => `/rulebooks/${of.fresh}/adopt`, who: 'vera', ...another },
  { name: 'adopt-wrong', path: (of) => `/rulebooks/${of.fresh}/adopt`, who: 'vera', ...another, then: send({}), status: 422 },
  { name: 'adoption', path: (of) => `/rulebooks/adoptions/${of.adoption}`, who: 'vera', ...another },
  { name: 'adoption-wrong', path: (of) => `/rulebooks/adoptions/${of.adoption}`, who: 'vera', ...another, then: send({ '#word': 'yes' }), status: 422 },
  { name: 'adoption-yours', path: (of) => `/rulebooks/adoptions/${of.adoption}`, who: 'administrator', ...another },
  { name: 'adoption-of-others', path: (of) => `/rulebooks/adoptions/${of.adoption}`, who: 'dana', ...another },
  { name: 'styleguide', path: '/styleguide', development: true },
  // The log.
  { name: 'log', path: '/log', who: 'greta.ahlm' },
  { name: 'log-entry', path: '/log/60', who: 'greta.ahlm' },
  { name: 'log-filtered-empty', path: '/log?from=2031-01-01', who: 'greta.ahlm' },
  { name: 'log-wrong', path: '/log?request=everything', who: 'greta.ahlm', status: 422 },
  { name: 'log-verified', path: '/log', who: 'greta.ahlm', then: verified },
  { name: 'log-file', path: '/log/60', who: 'greta.ahlm', then: held },
  { name: 'log-file-wrong', path: '/log', who: 'greta.ahlm', then: send({ '#file': file('log.txt', 'Nothing of a log.') }, 'form[action$="/log/file"] button') },
  { name: 'log-not-theirs', path: '/log', who: daniel, status: 403 },
  // People.
  { name: 'account', path: '/account', who: daniel },
  { name: 'account-password', path: '/account/password', who: daniel },
  { name: 'account-code', path: '/account/code', who: daniel },
  { name: 'account-others', path: '/account/others/end', who: daniel },
  { name: 'account-end', path: '/account', who: daniel, then: follow('main a[href*="/credentials/"]') },
  { name: 'notices', path: '/account/notices', who: daniel },
  { name: 'notices-wrong', path: '/account/notices', who: daniel, then: send({ '#address': 'anna@ministry.example', '#new': false, '#soon': false, '#overdue': false }), status: 422 },
  { name: 'calendar', path: '/account/calendar', who: daniel },
  { name: 'deputy', path: '/account/deputy', who: anna },
  { name: 'deputy-wrong', path: '/account/deputy', who: anna, then: send({ '#deputy': 'daniel.okafor', '#from': '2020-01-01', '#until': '2020-01-02' }), status: 422 },
  { name: 'account-away', path: '/account', who: 'dana', ...another },
  { name: 'deputy-of-another', path: '/officials/of/dana/deputy', who: 'vera', ...another },
  { name: 'deputy-confirm', path: (of) => `/deputyships/${of.deputyship}/confirm`, who: 'vera', ...another },
  { name: 'deputy-end', path: (of) => `/deputyships/${of.deputyship}/end`, who: 'dana', ...another },
  { name: 'officials-waiting', path: '/officials', who: 'vera', ...another },
  { name: 'second-factor', path: '/account/second-factor', who: daniel },
  { name: 'officials', path: '/officials', who: 'administrator' },
  { name: 'officials-add', path: '/officials/add', who: 'administrator' },
  { name: 'official', path: '/officials/of/leila.nasser', who: 'administrator' },
  { name: 'official-grant', path: '/officials/of/leila.nasser/grant?role=auditor', who: 'administrator' },
  { name: 'official-shut-out', path: '/officials/of/leila.nasser/shut-out', who: 'administrator' },
  { name: 'official-add-wrong', path: '/officials/add', who: 'administrator', then: send({ '#name': 'Nobody', '#sign_in, [name="sign_in"]': 'No Name' }), status: 422 },
];

/** Has the log verified, and looks again until that has come to an end. */
async function verified(page) {
  let answer = await send({})(page);
  for (let look = 0; look < 60 && (await page.locator('section.banner.ok').count()) === 0; look += 1) {
    await page.waitForTimeout(500);
    answer = await page.reload();
  }
  return answer;
}

/** The proof of an entry, handed back as a file that somebody holds. */
async function held(page) {
  const proof = await fetched(page, `${page.url()}/proof`, 'entry-60.json');
  await page.goto(page.url().replace(/\/60$/, ''));
  return send({ '#file': proof }, 'form[action$="/log/file"] button')(page);
}
