# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day } a las { $time } UTC
moment-short = { $day }, { $time } UTC
left-days = { $count ->
    [one] queda { $count } día
   *[other] quedan { $count } días
}
left-hours = { $count ->
    [0] queda menos de una hora
    [one] queda { $count } hora
   *[other] quedan { $count } horas
}
over-days = { $count ->
    [one] { $count } día de retraso
   *[other] { $count } días de retraso
}
over-hours = { $count ->
    [0] menos de una hora de retraso
    [one] { $count } hora de retraso
   *[other] { $count } horas de retraso
}
size-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
size-kilobytes = { $what } kB
size-megabytes = { $what } MB
pair = { $label }: { $value }
coded = { $code } { $title }
