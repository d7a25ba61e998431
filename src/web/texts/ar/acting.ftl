# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = كتابة: { $subject }
action-answer = الإجابة عن { $safeguard }
map-title = أين وصلت الدولتان
map-us = جانبنا
map-them = الدولة الأخرى
map-now = نحن عند: { $stage }.
map-next = الممكن تالياً: { $stages }.
map-other = الدولة الأخرى، بقدر ما تدل عليه رسائلها: { $stage }.
map-mark-now = هنا الآن
map-mark-done = مجتازة
map-mark-next = ممكنة تالياً
map-mark-ahead = لاحقة
map-procedure = الإجراء كاملاً ببواباته ورسائله
request-head = أحدث قيد في سجل هذا الطلب:
request-registry-number = رقم القيد
request-of-others = خطوات للآخرين غير متاحة الآن
request-content-show = نص الطلب
request-documents-all = كل الوثائق مع بصماتها
request-messages-all = قراءة المراسلات
turns-ours = لدينا
turns-theirs = لدى الدولة الأخرى
condition-accepted = مقبول: ملزم
condition-offered = معروض، لم يُقبل بعد
condition-drafted = في القرار، لم يُعرض بعد
condition-binds = ملزم لكل استخدام
use-within = ضمن غرض الطلب
use-beyond-with-leave = خارج الغرض، بإذن الدولة الأخرى
use-beyond = خارج الغرض، دون إذن
confidential-yes = مطلوبة
confidential-until = مطلوبة، حتى { $until }
confidential-no = غير مطلوبة
ledger-title = الشروط وحدود الاستخدام
ledger-none = لا شرط ملزم، ولم يُسلَّم شيء بعد.
ledger-confidential = السرية
delivery = تسليم
delivery-items = العناصر التي تجيب عنها
delivery-events = { $count ->
    [zero] لا خطوات لهذا التسليم
    [one] خطوة واحدة لهذا التسليم
    [two] خطوتان لهذا التسليم
    [few] { $count } خطوات لهذا التسليم
    [many] { $count } خطوة لهذا التسليم
   *[other] { $count } خطوة لهذا التسليم
}
uses-none = لم يُستخدم بعد.
uses-title = الاستخدامات
use-what = ما تم
use-when = متى
use-purpose = الغرض
use-digest = بصمة النص
history-earlier = { $count ->
    [zero] لا قيود سابقة
    [one] قيد سابق واحد
    [two] قيدان سابقان
    [few] { $count } قيود سابقة
    [many] { $count } قيداً سابقاً
   *[other] { $count } قيد سابق
}
letter-waiting = بانتظار الإرسال
letter-handed-over = سُلِّمت
letter-recorded = بانتظار التأكيد
letter-heard = استُلمت
letter-late = وصلت متأخرة
letter-held-back = تنتظر دورها
letter-rejected = مرفوضة
time-days = { $count ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يوماً
   *[other] { $count } يوم
}
time-hours = { $count ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
too-often-seconds = { $count ->
    [zero] انتظر لحظة.
    [one] انتظر ثانية واحدة.
    [two] انتظر ثانيتين.
    [few] انتظر { $count } ثوانٍ.
    [many] انتظر { $count } ثانية.
   *[other] انتظر { $count } ثانية.
}
step-refused = لم يُنفَّذ هذا
step-changed = الطلب الآن عند: { $stage }. ما كتبته محفوظ أدناه.
step-kept = ما كتبته
step-to-the-request = الانتقال إلى الطلب
step-think-twice = قبل أن تتابع
step-stops-request = هذا يوقف ما طُلب.
step-final = لا رجوع عن ذلك: لن يمكن القيام بأي شيء بعده.
step-cannot-be-called-back = لا يمكن استرجاع الرسالة بعد إرسالها.
step-message-to = { $message } – إلى: { $state }
step-starts = مهل تبدأ
step-stops = مهل تتوقف
step-pauses = مهل تُعلَّق
step-clock = { $clock } ({ $length })
step-reason-needed = مطلوبة
step-reason-free = اختيارية
step-reason-why = تعيد هذه الخطوة الطلب إلى الوراء أو تنهيه مبكراً أو توقف مهلة: اذكر السبب. يُحفظ نصك مختوماً ولا يتضمن السجل إلا التزاماً تشفيرياً به.
step-reason-may = تُرسل مع الرسالة إلى الدولة الأخرى.
