# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day } в { $time } UTC
moment-short = { $day }, { $time } UTC
left-days = { $count ->
    [one] остался { $count } день
    [few] осталось { $count } дня
    [many] осталось { $count } дней
   *[other] осталось { $count } дня
}
left-hours = { $count ->
    [0] осталось менее часа
    [one] остался { $count } час
    [few] осталось { $count } часа
    [many] осталось { $count } часов
   *[other] осталось { $count } часа
}
over-days = { $count ->
    [one] просрочено на { $count } день
    [few] просрочено на { $count } дня
    [many] просрочено на { $count } дней
   *[other] просрочено на { $count } дня
}
over-hours = { $count ->
    [0] просрочено менее чем на час
    [one] просрочено на { $count } час
    [few] просрочено на { $count } часа
    [many] просрочено на { $count } часов
   *[other] просрочено на { $count } часа
}
size-bytes = { $count ->
    [one] { $count } байт
    [few] { $count } байта
    [many] { $count } байт
   *[other] { $count } байта
}
size-kilobytes = { $what } кБ
size-megabytes = { $what } МБ
pair = { $label }: { $value }
coded = { $code } { $title }
