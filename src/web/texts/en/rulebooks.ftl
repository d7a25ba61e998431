# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = Rulebooks
rulebooks-about = The files are the law here: nobody edits them on a page. A request keeps the rulebook that it began with, known by its hash.
rulebooks-name = Rulebook
rulebooks-instrument = Instrument
rulebooks-status = Status
rulebooks-used-by = Requests that keep it
rulebooks-hash = Hash
rulebooks-offered = New requests begin with it
rulebooks-kept = Kept for earlier requests
rulebooks-shipped = came with the program
rulebooks-unsound = Does not check
rulebooks-unsound-about = By this program a safeguard can be walked round under these rules. Requests that keep them can only be ended or given back, and no new request begins with them.
rulebooks-story = The counter-example, step by step
rulebooks-unreadable = Cannot be read
rulebooks-measures = Measures
rulebooks-change = How the rules change
rulebooks-change-about = Two administrators adopt a rulebook: one reads what changes and proposes it, another confirms. New requests begin with it from then on, open ones keep theirs. Rules by which a safeguard can be walked round cannot be proposed.
rulebooks-difference = Compare two rulebooks
rulebooks-old = As it was
rulebooks-new = As it is to be
rulebooks-compare = Compare
rulebooks-same = The rules are the same.
rulebooks-fell-count = { $count ->
    [one] Protection fell in 1 line.
   *[other] Protection fell in { $count } lines.
}
rulebooks-rose-count = { $count ->
    [one] Protection rose in 1 line.
   *[other] Protection rose in { $count } lines.
}
rulebooks-doubt = In doubt a change counts as a fall.
rulebooks-protection = Protection
rulebooks-place = Where
rulebooks-changed = What changed
rulebooks-fell = Fell
rulebooks-rose = Rose
rulebooks-neither = Cannot be said
rulebooks-topic-gate = Safeguards at gates
rulebooks-topic-role = Who answers and confirms
rulebooks-topic-answer = What can be answered
rulebooks-topic-step = Stages and steps
rulebooks-topic-message = Messages
rulebooks-topic-clock = Time limits
rulebooks-topic-measure = Measures
rulebooks-topic-ground = Grounds and conditions
rulebooks-topic-rulebook = The rulebook itself
rulebooks-topic-form = Forms
rulebooks-topic-source = Sources and States
rulebooks-topic-text = Words that people read
rulebooks-safeguards = Safeguards, gate by gate
rulebooks-safeguards-of = Safeguards, gate by gate: { $what }
rulebooks-safeguards-about = A gate opens once every safeguard that binds there is cleared. Nobody can skip one.
rulebooks-back-to-picture = The procedure as a picture
rulebooks-measure = For which measure
rulebooks-show = Show
rulebooks-side-requesting = At the requesting State
rulebooks-side-requested = At the requested State
rulebooks-side-holding = At each delivery
rulebooks-gate = Gate
rulebooks-steps = Steps that pass it
rulebooks-no-safeguard = No safeguard binds here for this measure.
rulebooks-answers = Who answers
rulebooks-confirms = confirmed by
rulebooks-binds = Binds in
rulebooks-hard = A no stands
