# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = Authority and counterpart
section-offence = Offence and facts
section-sought = What is sought
section-safeguards = Safeguard statements
section-arrangements = How it is to be carried out
section-urgency = Confidentiality and urgency
section-other = Other
mark-text = required by the text
mark-rulebook = required by this rulebook
mark-applies = where it applies
write-title = Write the request: what is to be filled in
write-progress = { $count } of { $all } sections done.
write-complete = Nothing that has to be said is missing.
write-incomplete = It is saved as it stands and can wait.
write-closed = This cannot be written now, or not by you. You can read it here.
write-saved = Saved
write-stands-done = Completed
write-stands-incomplete = Incomplete
write-stands-missing = Needed
write-stands-optional = Optional
write-attachments = Documents that go with the request
write-attachments-choose = Choose what goes with the request
write-own-rule = rule of this rulebook
write-stated = This is stated
write-leave-open = Leave it open
write-choose = Choose
write-wrong-missing = fill this in
write-wrong-least = has to be { $what } or more
write-wrong-most = has to be { $what } or less
write-wrong-number = write a number, with digits
write-wrong-date = write a day that there is
write-wrong-form = this is not written as it has to be; see what stands above the field
write-wrong-twice = this name stands there twice
write-refused = This was not taken. What you wrote still stands below.
write-optional = (optional)
write-nothing-to-choose = There is nothing to choose from yet.
write-unknown = This field is written by the interface for programs.
write-row = No. { $what }
write-row-out = Remove no. { $what } when saving
write-row-add = Add another
write-changed = Somebody changed this meanwhile,
write-changed-by = { $what } changed this meanwhile,
write-changed-about = Nothing of yours is lost, and nothing was saved. Compare both, then save yours, or keep theirs.
write-theirs = What stands there now
write-keep-theirs = Keep what stands there now
write-mine = What you wrote
write-save-mine = Save what I wrote
write-save-on = Save and continue
write-save = Save
write-save-later = Save and come back later
write-nothing = Nothing is written here.
write-item = Item { $what }
write-decision = Write the decision
write-decision-items = Each item of the request
write-decision-item = Item { $what } is
write-decision-granted = Granted
write-decision-postponed = Assistance is postponed because
write-decision-conditions = Conditions on which assistance is given
write-decision-condition = Condition
write-decision-words = In words
write-decision-reasons = Reasons
write-result = Present a result
write-result-items = Items that it answers
write-result-documents = Documents that are handed over
write-result-note = Note
write-renewal = Ask for an extension
write-renewal-days = Days beyond the present term
write-renewal-reasons = Reasons
write-use = Propose a use or an onward transfer
write-use-purpose = What it is used for
write-use-proceedings = In which proceedings
write-use-recipient = To whom it goes
write-use-keeps = Conditions that are kept
write-use-beyond = It goes beyond what the evidence was asked for
write-attachments-documents = Documents that go with the request
hint-attachments-documents = Their digests are part of what is signed. Add documents first on the page of documents.
hint-decision-items = An item that is refused needs a ground. What is left open is not decided.
hint-decision-conditions = Once accepted they bind the requesting State.
hint-decision-reasons = They are given for every refusal and every condition.
hint-result-documents = At least one; add them first on the page of documents.
hint-use-beyond = Then leave of the other State has to be asked first.

# Check your answers

check-title = Check your answers
check-read = Read the whole
check-change = Change
check-no-documents = No document goes with the request.
check-digest = Digest of exactly these words
check-digest-hint = Reviewers answer for it, and it is what is signed. A changed word gives another digest.
check-next = What comes next
check-declare = Going on, you say that what stands above is what you want to be reviewed. The next page says what the step does.
check-not-yet = Something is still missing, or no step is open to you from here.
check-to-tasks = Back to the list

# A new request

new = New request
new-begun = { $what } has begun as a draft. Nothing has left this authority.
new-step = Question { $count } of { $all }
new-on = Continue
new-begin = Begin the draft
new-none = There is none.
new-not-yours = Requests are begun by drafting officials and the central authority.
new-wrong-choice = Choose again from the beginning: something that you chose is not there.
new-choose-one = Choose one of the answers, then go on.
new-wrong-title = Give a title of 1 to 200 characters in one line
new-state = Which State is asked?
new-state-hint = Type the first letters of its name.
new-instrument = On which instrument does it rest?
new-instrument-hint = It is the first thing that a request says, and it cannot be changed later.
new-instrument-in-force = In force
new-instrument-training = Not in force: used here for training only
new-instrument-agreement = Not in force: only where both States agreed to apply it
new-measure = What is asked for?
new-measure-hint = The least intrusive that serves the purpose comes first. Reviewers will ask why it had to be this one.
new-measure-follows = It has to follow an earlier request.
new-level = Level { $what } of 10,
new-levels-low = Little intrusive: levels 0 to 2
new-levels-middle = Moderately intrusive: levels 3 and 4
new-levels-high = Intrusive, two officials at more steps: levels 5 to 7
new-levels-highest = Most intrusive: levels 8 to 10
new-follows = Does it follow an earlier request?
new-follows-hint = Such as a preservation: then its time limits are tied to this one.
new-follows-needed = This measure has to follow one of these.
new-follows-none = It follows none
new-language = In which language is the request written?
new-language-hint = It belongs to the document, whatever the language of these pages. It has to be acceptable to the requested State.
new-title = What is it called in lists?
new-title-hint = A few words without names of persons: lists show them unsealed.
kind-documents = Documents and records.
kind-data = Stored electronic data.
kind-persons = Hearing or moving a person.
kind-property = Freezing, seizing or confiscating property.
kind-live = Collecting while it happens.
kind-emergency = Averting an emergency.
kind-transmission = Telling another State unasked.

# Documents

papers-title = Documents
papers-language = Language of the documents
papers-files = Documents to be added
papers-files-hint = Up to 20 at once, each of { $what } at most. They are sealed while they arrive.
papers-upload = Upload
papers-none = There are no documents yet.
papers-read-hint = Each download leaves an entry in the log. Nothing is opened in the browser.
papers-size = Size
papers-digest = SHA-256
papers-added-by = Added by
papers-by-message = came with a message
papers-wrong-broken = The upload did not come whole. Send what is not in the table once more.
papers-wrong-none = Choose at least one document
papers-wrong-large = A document is larger than this installation takes: split it
papers-wrong-file = A document cannot be kept as it is

# Coded values of the content schemas

value-S-A = Offence established by the Convention (S-A)
value-S-B = Electronic evidence of an offence established by the Convention (S-B)
value-S-C = Electronic evidence of another serious crime (S-C)
value-subscriber = Subscriber information
value-identification = Data for identification only
value-traffic = Traffic data
value-content = Content data
value-other = Other
value-suspect = Suspect
value-victim = Victim
value-witness = Witness
value-expert = Expert
value-account-holder = Account holder
value-yes = Yes
value-no = No
value-unknown = Unknown
value-life = Life
value-safety = Safety
value-life-and-safety = Life and safety
value-money = Money
value-virtual-asset = Virtual asset
value-movable = Movable property
value-immovable = Immovable property
value-right = Right or claim
value-summons = Summons
value-judgment = Judgment
value-indictment = Indictment
value-order = Order
value-judicial-authority = Judicial authority
value-executing-authority = Executing authority
value-requested-state = Requested State
value-requesting-state = Requesting State
value-lent-by-requesting-state = Lent by the requesting State
value-none = None
value-given = Given
value-not-yet = Not yet
value-declined = Declined
value-production-order = Production order
value-investigation-order = Investigation order
value-mutual-assistance = Mutual legal assistance

write-left = { $count ->
    [one] { $count } still needed
   *[other] { $count } still needed
}
write-attached = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
check-missing = { $count ->
    [one] { $count } thing is still missing or wrong
   *[other] { $count } things are still missing or wrong
}
papers-count = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
papers-added = { $count ->
    [one] { $count } document was added
   *[other] { $count } documents were added
}
