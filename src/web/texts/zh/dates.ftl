# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day }{ $time }（UTC）
moment-short = { $day }{ $time }（UTC）
left-days = { $count ->
   *[other] 还剩 { $count } 天
}
left-hours = { $count ->
    [0] 还剩不足 1 小时
   *[other] 还剩 { $count } 小时
}
over-days = { $count ->
   *[other] 已逾期 { $count } 天
}
over-hours = { $count ->
    [0] 已逾期不足 1 小时
   *[other] 已逾期 { $count } 小时
}
size-bytes = { $count ->
   *[other] { $count } 字节
}
size-kilobytes = { $what } kB
size-megabytes = { $what } MB
pair = { $label }：{ $value }
coded = { $code } { $title }
