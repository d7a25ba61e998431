# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = ملفاتي
queue-count = { $count ->
    [0] لا توجد طلبات
    [zero] لا توجد طلبات قيد الانتظار
    [one] طلب واحد
    [two] طلبان
    [few] { $count } طلبات
    [many] { $count } طلباً
   *[other] { $count } طلب
}
queue-authority = المطلوب إنجازه
queue-counterpart = بانتظار آخرين
queue-ended = المنجز
queue-empty = لا شيء بانتظارك.
queue-empty-counterpart = لا شيء بانتظار الآخرين.
queue-empty-ended = لم ينتهِ أي طلب بعد.
queue-urgent = { $count ->
    [zero] لا توجد طلبات يحل موعدها خلال ثلاثة أيام.
    [one] طلب واحد يحل موعده خلال ثلاثة أيام.
    [two] طلبان يحل موعدهما خلال ثلاثة أيام.
    [few] { $count } طلبات يحل موعدها خلال ثلاثة أيام.
    [many] { $count } طلباً يحل موعدها خلال ثلاثة أيام.
   *[other] { $count } طلب يحل موعدها خلال ثلاثة أيام.
}
queue-reference = الرقم المرجعي والعنوان
queue-with = الدولة الأخرى
queue-measure = التدبير
queue-stage = المرحلة
queue-due = الموعد النهائي
queue-no-date = بلا تاريخ

overdue = متأخر

due-soon = قريب
