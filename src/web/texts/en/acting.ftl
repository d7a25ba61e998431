# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = Write: { $subject }
action-answer = Answer { $safeguard }
map-title = Where both sides stand
map-us = Our side
map-them = The other State
map-now = We stand at: { $stage }.
map-next = Possible next: { $stages }.
map-other = The other State, as far as its messages tell: { $stage }.
map-mark-now = here now
map-mark-done = passed
map-mark-next = possible next
map-mark-ahead = ahead
map-procedure = The whole procedure, with its gates and messages
request-head = Newest entry of this request’s own log:
request-registry-number = Registry number
request-of-others = Steps of others that are not open
request-content-show = The words of the request
request-documents-all = All documents with their hashes
request-messages-all = Read the correspondence
turns-ours = With us
turns-theirs = With the other State
condition-accepted = Accepted: it binds
condition-offered = Offered, not accepted yet
condition-drafted = In the decision, not offered yet
condition-binds = Binds every use
use-within = Within the purpose of the request
use-beyond-with-leave = Beyond the purpose, with the other State’s leave
use-beyond = Beyond the purpose, without leave
confidential-yes = Asked for
confidential-until = Asked for, until { $until }
confidential-no = Not asked for
ledger-title = Conditions and limits of use
ledger-none = No condition binds, and nothing has been delivered yet.
ledger-confidential = Confidentiality
delivery = Delivery
delivery-items = Items that it answers
delivery-events = { $count ->
    [one] 1 step of this delivery
   *[other] { $count } steps of this delivery
}
uses-none = Not used yet.
uses-title = Uses
use-what = What was done
use-when = When
use-purpose = Purpose
use-digest = Digest of its words
history-earlier = { $count ->
    [one] 1 earlier entry
   *[other] { $count } earlier entries
}
letter-waiting = To be sent
letter-handed-over = Delivered
letter-recorded = To be confirmed
letter-heard = Received
letter-late = Came too late
letter-held-back = Waits for its turn
letter-rejected = Rejected
time-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
time-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
too-often-seconds = { $count ->
    [one] Wait 1 second.
   *[other] Wait { $count } seconds.
}
step-refused = This was not done
step-changed = The request now stands at: { $stage }. What you typed is kept below.
step-kept = What you typed
step-to-the-request = Go to the request
step-think-twice = Before you go on
step-stops-request = This stops what was asked for.
step-final = This cannot be undone: nothing can be done with the request afterwards.
step-cannot-be-called-back = The message that leaves cannot be called back.
step-message-to = { $message } – to { $state }
step-starts = Clocks that start
step-stops = Clocks that stop
step-pauses = Clocks that pause
step-clock = { $clock } ({ $length })
step-reason-needed = Needed
step-reason-free = If you wish
step-reason-why = This step goes back, ends the request early or stops a clock: say why. Your words are kept sealed; the log holds a commitment to them.
step-reason-may = They go with the message to the other State.
