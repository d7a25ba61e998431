# نصوص الصفحات بالعربية. المعرّفات واحدة في جميع اللغات، ويملأ البرنامج قيمتي `$count` و`$what`.

service-name = Comity
skip-to-content = الانتقال إلى المحتوى
language-of-pages = اللغة
navigation = الأقسام
training = لأغراض التدريب: لا يوجد هنا أي طلب حقيقي.
not-in-force = { $what }: هذا الصك غير نافذ. وهو مطبَّق هنا لأغراض التدريب، أو لأن الدولتين اتفقتا على تطبيقه.
translation-draft = مسودة ترجمة: لم يراجعها أحد على النص الرسمي للاتفاقية.

error-prefix = خطأ:
error-summary = حدثت مشكلة
error-trace = للاستفسار من الجهة المشغّلة عن ذلك، يرجى ذكر:
back = رجوع
cancel = إلغاء

sign-in = تسجيل الدخول
sign-in-button = تسجيل الدخول
sign-in-name = اسم المستخدم
sign-in-name-hint = كما قدّمه إليكم المسؤول عن إدارة النظام، مثل anna.lindqvist
sign-in-password = كلمة المرور
sign-in-agreement = يُدوَّن ما تقومون به هنا في سجل يمكن لجهات خارجية التحقق منه. وكلمات المرور الخاطئة تبطئ المحاولات اللاحقة، ولا تؤدي إلى قفل الحساب أبداً.
sign-in-refused = اسم المستخدم أو كلمة المرور غير صحيح.
sign-in-temporary = اختار شخص آخر كلمة المرور الخاصة بكم. يرجى أولاً اختيار كلمة مرور خاصة بكم.
sign-in-slowed = عدد المحاولات الخاطئة كبير. يرجى الانتظار قليلاً ثم إعادة المحاولة. ولم يجر التحقق من أي شيء هذه المرة.
sign-in-needed = يرجى تسجيل الدخول أولاً. وستعودون بعد ذلك إلى الصفحة المطلوبة.
sign-in-ends = تنتهي الجلسة بعد 30 دقيقة دون أي نقرة، وبعد 10 ساعات على أبعد تقدير.
sign-out = تسجيل الخروج
signed-out = تم تسجيل خروجكم.

password-choose = اختيار كلمة المرور
password-old = كلمة المرور الحالية
password-new = كلمة المرور الجديدة
password-new-hint = 12 حرفاً أو أكثر؛ وتفي بالغرض بضع كلمات
password-chosen = تم اختيار كلمة المرور. يرجى تسجيل الدخول بها.

queue = ملفاتي
queue-count = { $count ->
    [0] لا توجد طلبات قيد الانتظار
    [zero] لا توجد طلبات قيد الانتظار
    [one] طلب واحد
    [two] طلبان
    [few] { $count } طلبات
    [many] { $count } طلباً
   *[other] { $count } طلب
}
queue-authority = بانتظار إجراء من جانبنا
queue-counterpart = بانتظار إجراء من الدولة الأخرى
queue-ended = المنتهية
queue-empty = لا توجد هنا طلبات قيد الانتظار.
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

request-stage-since = منذ
request-actions = ما يمكنكم القيام به الآن
request-actions-none = لا يلزمكم القيام بأي شيء بشأن هذا الطلب الآن.
request-in-the-way = ما يحول دون ذلك
request-others = خطوات غير متاحة لكم الآن
request-deadlines = المُهل
request-deadlines-none = لا توجد مهلة سارية.
request-paused = معلَّقة
request-details = عن هذا الطلب
request-side = دورنا
request-side-requesting = نحن الدولة الطالبة
request-side-requested = نحن الدولة متلقية الطلب
request-counterpart = الدولة الأخرى
request-measure = التدبير
request-profile = الضمانات الملزمة
request-rulebook = مجموعة القواعد
request-held-by = مكان وجود الملف
request-held-by-authority = لدينا
request-held-by-counterpart = لدى الدولة الأخرى
request-ended = انتهى الملف
request-content = مضمون الطلب
request-content-none = لم يُكتب أي شيء بعد.
request-missing = لم يُستوفَ بعد
request-safeguards = نقاط التحقق من الضمانات المقبلة
request-safeguards-none = لا توجد ضمانة عند أي بوابة تؤدي إلى ما بعد هذه المرحلة.
request-safeguard = الضمانة
request-gate = البوابة
request-state = الوضع
request-documents = الوثائق
request-documents-none = لا توجد وثائق.
request-document-name = الاسم
request-document-type = النوع
request-document-size = الحجم بالبايت
request-messages = الرسائل
request-messages-none = لم ترد أي رسالة ولم تصدر أي رسالة.
request-history = ما حدث
request-entry = القيد
request-sealed = هذا الطلب مختوم لأن جداوله لا تطابق سجله. ولم يعد أي شيء يحركه: يرجى إبلاغ المدقق المختص لديكم.
request-deliveries = عمليات التسليم

step-confirm = هل تريدون اتخاذ هذه الخطوة الآن؟
step-effect-to = ينتقل الطلب إلى
step-effect-sends = تصدر رسالة إلى الدولة الأخرى
step-reason = الأسباب
step-reason-hint = تلزم عندما تعيد الخطوة الطلب إلى الوراء، أو تنهيه قبل أوانه، أو توقف سريان مهلة. وتُحفظ الأسباب مختومة، ولا يتضمن السجل سوى التزام تشفيري بها.
step-done-to = الطلب الآن في المرحلة التالية: { $what }

answer-title = نقطة التحقق من الضمانات
answer-question = السؤال
answer-articles = استناداً إلى
answer-read = ما تتعلق به إجابتكم
answer-read-hint = لا تسري إجابتكم إلا على هذا النص بعينه. وإذا تغيّر النص، طُرح السؤال من جديد.
answer-digest = البصمة الرقمية لما اطلعتم عليه
answer-choose = إجابتكم
answer-reason = الأسباب
answer-reason-hint = تلزم في حالة الإجابة بالنفي وحيثما تقتضيها القواعد. وتُحفظ مختومة.
answer-later = حتى أي تاريخ، في حالة الإجابة لاحقاً
answer-save = حفظ الإجابة
answer-saved = تم حفظ إجابتكم
answer-by = المكلَّف بالإجابة
answer-not-yours = يجيب عن هذا السؤال آخرون. ويمكنكم قراءته هنا.
answer-link = الإجابة

outcome-met = مستوفاة
outcome-not-met = غير مستوفاة
outcome-met-with-conditions = مستوفاة بشروط
outcome-not-applicable = لا تنطبق
outcome-deferred = لاحقاً

state-open = بانتظار الإجابة
state-cleared = تم اجتيازها
state-blocking = مانعة
state-stale = لم تعد صالحة
state-unconfirmed = بانتظار التأكيد

gate-authorisation = الإذن
gate-sending = الإرسال
gate-admission = القبول
gate-decision = القرار
gate-execution = التنفيذ
gate-disclosure = الكشف
gate-use = الاستخدام
gate-onward-transfer = النقل اللاحق
gate-renewal = التمديد
gate-validation = المصادقة اللاحقة
gate-refusal = الرفض
gate-postponement = التأجيل
gate-closing = الإقفال

role-drafting-official = الموظف المكلَّف بالصياغة
role-central-authority = السلطة المركزية
role-executing-authority = سلطة التنفيذ
role-judicial-authority = السلطة القضائية
role-rights-reviewer = مراجع حقوق الإنسان
role-data-protection-reviewer = مراجع حماية البيانات
role-point-of-contact = جهة الاتصال
role-auditor = المدقق
role-administrator = المسؤول عن إدارة النظام

procedures = الإجراءات
procedures-about = مسار الطلبات لدى الدولتين، مع الضمانات القائمة عند كل بوابة. والقواعد ملفات يمكن لأي شخص قراءتها.
procedures-measures = التدابير التي تتبع هذا الإجراء

not-found = لا توجد صفحة بهذا العنوان
not-found-about = ربما كُتب العنوان خطأً، أو أن الطلب ليس من الطلبات التي يجوز لكم الاطلاع عليها. والرد واحد في الحالتين.
failed = تعطلت الخدمة
failed-about = ربما نُفذت العملية التي طلبتموها أو لم تُنفذ: يرجى التأكد قبل تكرارها.
too-often = عدد مرات الاتصال بالخدمة كبير جداً
too-often-about = يرجى الانتظار قليلاً ثم إعادة المحاولة.
forged = هذه الاستمارة ليست صادرة عن هذه الخدمة، أو أنها قديمة جداً
forged-about = لم يُنفذ أي شيء. يرجى الرجوع وإعادة تحميل الصفحة ثم إرسال الاستمارة مرة أخرى.
not-open = لا يمكن القيام بذلك الآن
not-open-about = ربما تغيّر وضع الطلب بعد أن فتحتم الصفحة. يرجى الاطلاع عليه من جديد.

message-in = واردة
message-out = صادرة
role-system = النظام

entry-request-begun = بدء الطلب
entry-subject-changed = كتابة مضمون الطلب
entry-safeguard-answered = الإجابة عن الضمانة
entry-answer-confirmed = تأكيد الإجابة
entry-answer-withdrawn = سحب الإجابة
entry-transition-taken = اتخاذ خطوة
entry-message-late = ورود رسالة لا ينتظرها شيء هنا
entry-message-recorded = تسجيل رسالة ورقية
entry-message-handed-over = تسليم رسالة ورقياً
entry-message-held-back = ورود رسالة قبل دورها
entry-message-received-there = تلقي الدولة الأخرى رسالة
entry-deadline-passed = انقضاء مهلة
entry-link-pending = رسالة تخص طلباً مرتبطاً
entry-finding-noted = تدوين اعتراض على طلب مرتبط
entry-attempt-refused = رفض محاولة
entry-document-added = إضافة وثيقة
entry-document-read = الاطلاع على وثيقة
entry-content-disclosed = الكشف عن النص لمدقق
entry-official-assigned = تكليف موظف
entry-registry-number-given = إعطاء رقم تسجيل
entry-request-sealed = ختم الطلب

instrument-not-in-force = غير نافذ
instrument-in-force = نافذ
