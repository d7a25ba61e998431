# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = التصفية
queue-filter-apply = عرض
queue-filter-without = إزالة:
queue-filter-clear = مسح كل المرشحات
queue-any = الكل
queue-any-date = أي موعد
queue-within-days = { $count ->
    [zero] خلال اليوم
    [one] خلال يوم واحد
    [two] خلال يومين
    [few] خلال { $count } أيام
    [many] خلال { $count } يوماً
   *[other] خلال { $count } يوم
}
queue-mine = فقط ما أعمل عليه
queue-none-match = لا يوجد طلب مطابق. امسح المرشحات لرؤية الكل.
queue-new = صياغة طلب جديد
queue-next = ما يمكنك فعله
queue-next-none = لا شيء لك الآن
queue-pages = صفحات القائمة
queue-first-page = الصفحة الأولى
queue-next-page = الصفحة التالية
queue-count-more = { $count ->
    [zero] لا طلبات
    [one] طلب واحد أو أكثر
    [two] طلبان أو أكثر
    [few] { $count } طلبات أو أكثر
    [many] { $count } طلباً أو أكثر
   *[other] { $count } طلب أو أكثر
}
