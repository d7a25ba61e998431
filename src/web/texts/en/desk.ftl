# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = My queue
queue-count = { $count ->
    [0] No requests
    [one] 1 request
   *[other] { $count } requests
}
queue-authority = To do
queue-counterpart = Waiting for others
queue-ended = Done
queue-empty = Nothing is waiting for you.
queue-empty-counterpart = Nothing is waiting for others.
queue-empty-ended = No request has ended yet.
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
