# What the pages say in English. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity
skip-to-content = Skip to the content
language-of-pages = Language
navigation = Sections
training = For training: nothing here is a real request.
not-in-force = { $what } is not in force. It is used here for training, or because both States agreed to apply it.
translation-draft = Draft translation: nobody has checked it against the official text of the Convention.

error-prefix = Error:
error-summary = There is a problem
error-trace = To ask the operator about this, name
back = Back
cancel = Cancel

sign-in = Sign in
sign-in-button = Sign in
sign-in-name = Sign-in name
sign-in-name-hint = As your administrator gave it to you, for example anna.lindqvist
sign-in-password = Password
sign-in-agreement = What you do here is written in a log that outsiders can verify. Wrong passwords are slowed down, never locked.
sign-in-refused = The sign-in name or the password is wrong.
sign-in-temporary = Your password was chosen by somebody else. Choose your own first.
sign-in-slowed = Too many attempts were wrong. Wait a moment, then try again. Nothing was checked now.
sign-in-needed = Sign in first. Afterwards you come back to the page that you wanted.
sign-in-ends = You are signed out after 30 minutes without a click, and after 10 hours at the latest.
sign-out = Sign out
signed-out = You are signed out.

password-choose = Choose your password
password-old = The password until now
password-new = The new password
password-new-hint = 12 characters or more; a few words do well
password-chosen = Your password is chosen. Sign in with it.

queue = My queue
queue-count = { $count ->
    [0] Nothing waits
    [one] 1 request
   *[other] { $count } requests
}
queue-authority = Waits for us
queue-counterpart = Waits for the other State
queue-ended = Ended
queue-empty = Nothing waits here.
queue-urgent = { $count ->
    [one] 1 request is due within three days.
   *[other] { $count } requests are due within three days.
}
queue-reference = Reference and title
queue-with = With
queue-measure = Measure
queue-stage = Stage
queue-due = Due
queue-no-date = No date
overdue = Overdue
due-soon = Soon

request-stage-since = since
request-actions = What you can do now
request-actions-none = There is nothing for you to do on this request now.
request-in-the-way = What stands in the way
request-others = Steps that are not open to you now
request-deadlines = Deadlines
request-deadlines-none = No deadline runs.
request-paused = paused
request-details = About this request
request-side = Our side
request-side-requesting = We ask
request-side-requested = We are asked
request-counterpart = The other State
request-measure = Measure
request-profile = Safeguards that bind
request-rulebook = Rulebook
request-held-by = The file is with
request-held-by-authority = us
request-held-by-counterpart = the other State
request-ended = Ended
request-content = What the request says
request-content-none = Nothing has been written yet.
request-missing = Still missing
request-safeguards = Safeguard checkpoints ahead
request-safeguards-none = No safeguard stands at a gate that leads on from here.
request-safeguard = Safeguard
request-gate = Gate
request-state = Status
request-documents = Documents
request-documents-none = No documents.
request-document-name = Name
request-document-type = Type
request-document-size = Size in bytes
request-messages = Messages
request-messages-none = No message has come or gone.
request-history = What has happened
request-entry = entry
request-sealed = This request is sealed, because its tables and its log differ. Nothing moves it any more: tell your auditor.
request-deliveries = Deliveries

step-confirm = Do this now?
step-effect-to = The request goes to
step-effect-sends = A message leaves for the other State
step-reason = Reasons
step-reason-hint = Needed when a step goes back, ends the request early or stops a clock. They are kept sealed; the log holds a commitment to them.
step-done-to = The request is now at: { $what }

answer-title = Safeguard checkpoint
answer-question = The question
answer-articles = It rests on
answer-read = What you answer for
answer-read-hint = Your answer holds for exactly these words. Should they change, it is asked again.
answer-digest = Digest of what you read
answer-choose = Your answer
answer-reason = Reasons
answer-reason-hint = Needed for a negative answer and wherever the rules ask for them. They are kept sealed.
answer-later = Until when, if you answer later
answer-save = Save the answer
answer-saved = Your answer is kept
answer-by = Answered by
answer-not-yours = This question is answered by others. You can read it here.
answer-link = Answer

outcome-met = Met
outcome-not-met = Not met
outcome-met-with-conditions = Met with conditions
outcome-not-applicable = Not applicable
outcome-deferred = Later

state-open = Open
state-cleared = Cleared
state-blocking = Blocking
state-stale = Stale
state-unconfirmed = To be confirmed

gate-authorisation = Authorisation
gate-sending = Sending
gate-admission = Admission
gate-decision = Decision
gate-execution = Execution
gate-disclosure = Disclosure
gate-use = Use
gate-onward-transfer = Onward transfer
gate-renewal = Renewal
gate-validation = Validation
gate-refusal = Refusal
gate-postponement = Postponement
gate-closing = Closing

role-drafting-official = drafting official
role-central-authority = central authority
role-executing-authority = executing authority
role-judicial-authority = judicial authority
role-rights-reviewer = human-rights reviewer
role-data-protection-reviewer = data-protection reviewer
role-point-of-contact = point of contact
role-auditor = auditor
role-administrator = administrator

procedures = Procedures
procedures-about = How requests go, at both States, with the safeguards at each gate. The rules are files that anybody can read.
procedures-measures = Measures that follow it

not-found = There is no such page
not-found-about = The address may be mistyped, or the request is not one that you may see. Both look the same.
failed = The service failed
failed-about = What you did may have been done or not: look before you do it again.
too-often = Too many calls
too-often-about = Wait a moment, then try again.
forged = This form is not from here, or too old
forged-about = Nothing was done. Go back, load the page again and send the form once more.
not-open = This cannot be done now
not-open-about = The request may have moved since you opened the page. Look at it again.

message-in = Received
message-out = Sent
role-system = the system

entry-request-begun = The request began
entry-subject-changed = What it says was written
entry-safeguard-answered = Safeguard answered
entry-answer-confirmed = Answer confirmed
entry-answer-withdrawn = Answer taken back
entry-transition-taken = Step taken
entry-message-late = A message came that nothing here listens for
entry-message-recorded = A message on paper was recorded
entry-message-handed-over = A message was handed over on paper
entry-message-held-back = A message came before its turn
entry-message-received-there = A message was received by the other State
entry-deadline-passed = A deadline passed
entry-link-pending = A message of a chained request
entry-finding-noted = An objection to a chained request was noted
entry-attempt-refused = An attempt was refused
entry-document-added = A document was added
entry-document-read = A document was read
entry-content-disclosed = The words were disclosed to an auditor
entry-official-assigned = An official was assigned
entry-registry-number-given = A registry number was given
entry-request-sealed = The request was sealed

instrument-not-in-force = not in force
instrument-in-force = in force
