# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day } at { $time } UTC
moment-short = { $day }, { $time } UTC
left-days = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}
left-hours = { $count ->
    [0] less than an hour left
    [one] 1 hour left
   *[other] { $count } hours left
}
over-days = { $count ->
    [one] 1 day overdue
   *[other] { $count } days overdue
}
over-hours = { $count ->
    [0] less than an hour overdue
    [one] 1 hour overdue
   *[other] { $count } hours overdue
}
size-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
size-kilobytes = { $what } kB
size-megabytes = { $what } MB
pair = { $label }: { $value }
coded = { $code } { $title }
