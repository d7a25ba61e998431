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

export const screens = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-led-here', path: '/sign-in?back=%2Fqueue' },
  { name: 'password', path: '/password' },
  { name: 'procedures', path: '/procedures' },
  { name: 'procedure', path: '/procedures/evidence' },
  { name: 'help', path: '/help' },
  { name: 'accessibility', path: '/accessibility' },
  { name: 'privacy', path: '/privacy' },
  { name: 'not-found', path: '/nowhere', status: 404 },
  { name: 'queue', path: '/queue', who: 'anna.lindqvist' },
  { name: 'queue-counterpart', path: '/queue?of=counterpart', who: 'daniel.okafor' },
  { name: 'queue-ended', path: '/queue?of=ended', who: 'daniel.okafor' },
  { name: 'queue-empty', path: '/queue', who: 'administrator' },
  ...Object.keys(cases).map((name) => ({
    name: `request-${name}`,
    path: (of) => `/requests/${of[name]}`,
    who: name === 'unfinished' ? 'anna.lindqvist' : 'daniel.okafor',
  })),
  { name: 'step', path: (of) => `/requests/${of.ready}/steps/send`, who: 'daniel.okafor' },
  { name: 'step-shut', path: (of) => `/requests/${of.review}/steps/authorise`, who: 'marta.silva' },
  { name: 'safeguard', path: (of) => `/requests/${of.review}/safeguards/authorisation/necessity_and_proportionality`, who: 'leila.nasser' },
  { name: 'safeguard-answered', path: (of) => `/requests/${of.review}/safeguards/authorisation/children`, who: 'leila.nasser' },
  { name: 'safeguard-of-others', path: (of) => `/requests/${of.review}/safeguards/authorisation/children`, who: 'anna.lindqvist' },
];
