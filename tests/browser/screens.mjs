// Every screen: its address below the language, and who looks at it. A page that is not here is looked at by nobody.
// `who` is left out where nobody signs in; `path` may be a function of the references of the cases below.

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

export const screens = [
  // Coming in.
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-led-here', path: '/sign-in?back=%2Fqueue' },
  { name: 'password', path: '/password' },
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
  // A request.
  ...Object.keys(cases).map((name) => ask(name, '', name === 'unfinished' ? anna : daniel, `request-${name}`)),
  ask('ready', '/steps/send', daniel, 'step'),
  ask('offered', '/steps/withdraw', daniel, 'step-grave'),
  ask('review', '/steps/authorise', 'marta.silva', 'step-shut'),
  ask('offered', '/messages', daniel, 'messages'),
  ask('offered', '/messages/record', daniel, 'message-record'),
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
  ask('review', '/recusal', leila, 'recusal'),
  // Writing.
  { name: 'new', path: '/requests/new', who: anna },
  { name: 'new-not-yours', path: '/requests/new', who: leila },
  ask('unfinished', '/write', anna, 'write'),
  ask('unfinished', '/write/facts', anna, 'write-facts'),
  ask('unfinished', '/write/offence', anna, 'write-offence'),
  ask('unfinished', '/write/items', anna, 'write-items'),
  ask('unfinished', '/write/attachments', anna, 'write-attachments'),
  ask('unfinished', '/write/check', anna, 'write-check'),
  ask('examined', '/write/decision', daniel, 'write-decision'),
  // The other States, the rules.
  { name: 'counterparts', path: '/counterparts', who: anna },
  { name: 'counterparts-none', path: '/counterparts?name=zzzz', who: anna },
  { name: 'counterpart', path: '/counterparts/XS', who: anna },
  { name: 'counterpart-unknown', path: '/counterparts/FR', who: anna },
  { name: 'rulebooks', path: '/rulebooks', who: anna },
  { name: 'styleguide', path: '/styleguide', development: true },
  // The log.
  { name: 'log', path: '/log', who: 'greta.ahlm' },
  { name: 'log-entry', path: '/log/60', who: 'greta.ahlm' },
  { name: 'log-not-theirs', path: '/log', who: daniel, status: 403 },
  // People.
  { name: 'account', path: '/account', who: daniel },
  { name: 'account-password', path: '/account/password', who: daniel },
  { name: 'second-factor', path: '/account/second-factor', who: daniel },
  { name: 'officials', path: '/officials', who: 'administrator' },
  { name: 'officials-add', path: '/officials/add', who: 'administrator' },
  { name: 'official', path: '/officials/of/leila.nasser', who: 'administrator' },
  { name: 'official-grant', path: '/officials/of/leila.nasser/grant?role=auditor', who: 'administrator' },
];
