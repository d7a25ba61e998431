# Times, sizes, and how things are put beside each other. Ids are the same in every language.

moment = { $day }، الساعة { $time } بالتوقيت العالمي المنسق (UTC)
moment-short = { $day }، { $time } UTC
left-days = { $count ->
    [zero] لم يبق أي يوم
    [one] بقي يوم واحد
    [two] بقي يومان
    [few] بقيت { $count } أيام
    [many] بقي { $count } يوماً
   *[other] بقي { $count } يوم
}
left-hours = { $count ->
    [zero] بقي أقل من ساعة
    [one] بقيت ساعة واحدة
    [two] بقيت ساعتان
    [few] بقيت { $count } ساعات
    [many] بقيت { $count } ساعة
   *[other] بقيت { $count } ساعة
}
over-days = { $count ->
    [zero] تأخير أقل من يوم
    [one] تأخير يوم واحد
    [two] تأخير يومين
    [few] تأخير { $count } أيام
    [many] تأخير { $count } يوماً
   *[other] تأخير { $count } يوم
}
over-hours = { $count ->
    [zero] تأخير أقل من ساعة
    [one] تأخير ساعة واحدة
    [two] تأخير ساعتين
    [few] تأخير { $count } ساعات
    [many] تأخير { $count } ساعة
   *[other] تأخير { $count } ساعة
}
size-bytes = { $count ->
    [zero] بلا أي بايت
    [one] بايت واحد
    [two] بايتان
    [few] { $count } بايتات
    [many] { $count } بايتاً
   *[other] { $count } بايت
}
size-kilobytes = { $what } كيلوبايت
size-megabytes = { $what } ميغابايت
pair = { $label }: { $value }
coded = { $code } { $title }
