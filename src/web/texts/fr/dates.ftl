# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day } à { $time } UTC
moment-short = { $day }, { $time } UTC
left-days = { $count ->
    [one] encore { $count } jour
   *[other] encore { $count } jours
}
left-hours = { $count ->
    [0] encore moins d'une heure
    [one] encore { $count } heure
   *[other] encore { $count } heures
}
over-days = { $count ->
    [one] { $count } jour de retard
   *[other] { $count } jours de retard
}
over-hours = { $count ->
    [0] moins d'une heure de retard
    [one] { $count } heure de retard
   *[other] { $count } heures de retard
}
size-bytes = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
size-kilobytes = { $what } ko
size-megabytes = { $what } Mo
pair = { $label } : { $value }
coded = { $code } { $title }
