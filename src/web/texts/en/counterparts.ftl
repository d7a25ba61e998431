# Other States. Ids are the same in every language; `$count` and `$what` are filled in.

counterparts = Counterparts
counterparts-count = { $count ->
    [one] 1 State
   *[other] { $count } States
}
counterparts-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
counterparts-years = { $count ->
    [one] 1 year
   *[other] { $count } years
}
counterparts-search = Name of the State
counterparts-search-button = Search
counterparts-none = No State has such a name. Who is missing is added to the rule file parties.toml: ask your administrator.
counterparts-show-all = Show all
counterparts-state = State
counterparts-bound = Signed and ratified
counterparts-signed = Signed on { $what }
counterparts-signed-day-unknown = Signed, as reported; the day is not known
counterparts-ratified = ratified { $what }, as reported
counterparts-made-up = A made-up State, for training only
counterparts-confidence = Known from
counterparts-known-treaty-lists = the UN Treaty Collection or a national list of treaties
counterparts-known-reported = a secondary source; to be confirmed
counterparts-known-inferred = inferred from the number of signatures; to be confirmed
counterparts-known-training = made up for training
counterparts-instruments = Listed under
counterparts-reply = Median days until it decided on our requests
counterparts-reply-unknown = Not told: fewer than five were decided in a year that is over
counterparts-languages = Languages accepted
counterparts-channels = Channels
counterparts-contact = Can be reached
counterparts-contact-always = Reached at all hours
counterparts-always = At all hours
counterparts-hours = On working days, { $what }
counterparts-office-hours = In office hours
counterparts-authority = Central authority
counterparts-dual = Dual criminality
counterparts-dual-required = Asked for, wherever the law lets it
counterparts-dual-intrusive = Asked for where the measure is intrusive
counterparts-dual-not-required = Not asked for
counterparts-yes = Yes
counterparts-no = No
counterparts-unknown = Not known
counterparts-outdated = Not verified for 12 months
counterparts-outdated-do = Ask the other State before you rely on it.
counterparts-declared = What it has declared about requests that it receives
counterparts-declared-none = Nothing is known here, and nothing is supposed. Ask the other State for its languages, channels and conditions.
counterparts-verified = Last verified
counterparts-never-verified = Never
counterparts-thresholds = Least maximum penalty
counterparts-conditions = What it wants to find in a request
counterparts-touching = Reservations that touch measures
counterparts-reservations = Reservations to the Convention
counterparts-none-known = None is known.
counterparts-all-measures = all measures
counterparts-agreements = Agreements with it
counterparts-agreements-none = No agreement is recorded.
counterparts-agreed-on = agreed on
counterparts-waits = waits for a second administrator
counterparts-counts = counts
counterparts-is-ended = has ended
counterparts-recorded = Recorded
counterparts-confirmed = Confirmed by a second administrator
counterparts-ended = Ended
counterparts-changes = Change history
counterparts-changes-about = What is said here stands in the rulebook and changes with it; each agreement is an entry of the log. The rulebook:
counterparts-before = Before you send to { $what }
counterparts-before-about = What the other State has declared, held against the request. It warns and stops nothing: you decide.
counterparts-before-well = Nothing found for which it is likely to be returned.
counterparts-before-unknown = Nothing is known of what this State has declared, so nothing can be said.
counterparts-likely = Likely to be returned because
counterparts-before-not-known = Not known: it may be well or not
counterparts-before-found-well = Looked at, and found well
counterparts-before-profile = What { $what } has declared
counterparts-before-back = Back to the request
counterparts-looked-language = Language of the request
counterparts-looked-dual = Dual criminality
counterparts-looked-penalty = Least penalty
counterparts-looked-reservation = Reservations that touch the measure
counterparts-looked-condition = What it wants to find in a request
counterparts-looked-contact = Whether somebody is there now
counterparts-because-language = The request is not in a language that it takes: { $what }.
counterparts-because-statement-missing = It asks for dual criminality, and the request says nothing of it.
counterparts-because-statement-weak = It asks for dual criminality, and the statement is very short: name the provision there, and why the conduct falls under it.
counterparts-because-penalty = It asks for a maximum penalty of at least { $what }; that in the request is lower.
counterparts-because-penalty-not-said = It asks for a maximum penalty of at least { $what }; the request does not say which it is.
counterparts-because-reserved = A reservation touches this measure:
counterparts-because-not-there = It wants to find this, and the request does not have it:
counterparts-because-see = Read the request again with this in mind:
counterparts-because-closed = Nobody is there now; on working days { $what }. What is urgent waits.
counterparts-language-ar = Arabic
counterparts-language-zh = Chinese
counterparts-language-en = English
counterparts-language-fr = French
counterparts-language-ru = Russian
counterparts-language-es = Spanish
counterparts-channel-comity = from installation to installation
counterparts-channel-email = e-mail
counterparts-channel-post = post
counterparts-channel-interpol = INTERPOL
counterparts-channel-diplomatic = diplomatic channels
