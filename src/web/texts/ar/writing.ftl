# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = السلطة وجهة الاتصال
section-offence = الجريمة والوقائع
section-sought = المطلوب
section-safeguards = بيانات الضمانات
section-arrangements = كيفية التنفيذ
section-urgency = السرية والاستعجال
section-other = أمور أخرى
mark-text = يقتضيه النص
mark-rulebook = تقتضيه هذه القواعد
mark-applies = عند الانطباق
write-title = تحرير الطلب: ما ينبغي ملؤه
write-progress = اكتمل { $count } من أصل { $all } من الأقسام.
write-complete = لا ينقص شيء مما يجب ذكره.
write-incomplete = الطلب محفوظ كما هو ويمكن إكماله لاحقا.
write-closed = لا يمكن تحرير هذا الآن، أو ليس من قبلكم. يمكنكم قراءته هنا.
write-saved = حُفظ
write-stands-done = مكتمل
write-stands-incomplete = غير مكتمل
write-stands-missing = مطلوب
write-stands-optional = اختياري
write-attachments = الوثائق المرافقة للطلب
write-attachments-choose = اختيار ما يرافق الطلب
write-own-rule = قاعدة من هذه القواعد
write-stated = نُقرّ بذلك
write-leave-open = يُترك دون تحديد
write-choose = اختاروا
write-wrong-missing = يُرجى ملء هذا الحقل
write-wrong-least = يجب ألا يقل عن { $what }
write-wrong-most = يجب ألا يزيد على { $what }
write-wrong-number = يُكتب رقم بالأرقام
write-wrong-date = يُكتب تاريخ صحيح
write-wrong-form = لم يُكتب على النحو المطلوب؛ انظروا ما يرد فوق الحقل
write-wrong-twice = ورد هذا الاسم مرتين
write-refused = لم يُقبل ذلك. ما كتبتموه لا يزال أدناه.
write-optional = (اختياري)
write-nothing-to-choose = لا يوجد بعد ما يمكن اختياره.
write-unknown = يُكتب هذا الحقل عبر واجهة البرامج.
write-row = رقم { $what }
write-row-out = حذف رقم { $what } عند الحفظ
write-row-add = إضافة آخر
write-changed = غيّر أحدهم هذا في هذه الأثناء،
write-changed-by = { $what }: غيّر هذا في هذه الأثناء،
write-changed-about = لم يُفقد شيء مما كتبتموه ولم يُحفظ شيء. قارنوا النصين ثم احفظوا نصكم أو أبقوا الآخر.
write-theirs = ما هو وارد الآن
write-keep-theirs = إبقاء ما هو وارد الآن
write-mine = ما كتبتموه
write-save-mine = حفظ ما كتبتُه
write-save-on = حفظ ومتابعة
write-save = حفظ
write-save-later = حفظ والعودة لاحقا
write-nothing = لم يُكتب شيء هنا.
write-item = البند { $what }
write-decision = تحرير القرار
write-decision-items = كل بند من بنود الطلب
write-decision-item = البند { $what }
write-decision-granted = يُستجاب له
write-decision-postponed = تُؤجَّل المساعدة لأن
write-decision-conditions = الشروط التي تُقدَّم بها المساعدة
write-decision-condition = الشرط
write-decision-words = بالعبارة
write-decision-reasons = الأسباب
write-result = تقديم نتيجة
write-result-items = البنود التي يجيب عنها
write-result-documents = الوثائق المسلَّمة
write-result-note = ملاحظة
write-renewal = طلب تمديد
write-renewal-days = الأيام بعد الأجل الحالي
write-renewal-reasons = الأسباب
write-use = اقتراح استخدام أو نقل لاحق
write-use-purpose = الغرض من الاستخدام
write-use-proceedings = في أي إجراءات
write-use-recipient = الجهة المتلقية
write-use-keeps = الشروط المحترمة
write-use-beyond = يتجاوز الغرض الذي طُلبت الأدلة من أجله
write-attachments-documents = الوثائق المرافقة للطلب
hint-attachments-documents = بصماتها جزء مما يُوقَّع. أضيفوا الوثائق أولا في صفحتها.
hint-decision-items = البند المرفوض يقتضي سببا. وما يُترك لا يُعد مقررا فيه.
hint-decision-conditions = متى قُبلت ألزمت الدولة الطالبة.
hint-decision-reasons = تُذكر عن كل رفض وكل شرط.
hint-result-documents = واحدة على الأقل؛ أضيفوها أولا في صفحة الوثائق.
hint-use-beyond = عندئذ يجب طلب موافقة الدولة الأخرى أولا.

# Check your answers

check-title = راجعوا إجاباتكم
check-read = قراءة النص كاملا
check-change = تغيير
check-no-documents = لا ترافق الطلب أي وثيقة.
check-digest = بصمة هذا النص بعينه
check-digest-hint = عنه يجيب المراجعون وهو ما يُوقَّع. وأي كلمة تتغير تعطي بصمة أخرى.
check-next = ما يلي
check-declare = بالمتابعة تؤكدون أن ما ورد أعلاه هو ما تريدون مراجعته. تبيّن الصفحة التالية أثر الخطوة.
check-not-yet = ما زال شيء ينقص، أو لا خطوة متاحة لكم من هنا.
check-to-tasks = العودة إلى القائمة

# A new request

new = طلب جديد
new-begun = { $what }: بدأ كمسودة. لم يغادر شيء هذه السلطة.
new-step = السؤال { $count } من { $all }
new-on = متابعة
new-begin = بدء المسودة
new-none = لا يوجد.
new-not-yours = يبدأ الطلبات المحررون والسلطة المركزية.
new-wrong-choice = اختاروا من البداية: أحد اختياراتكم غير موجود.
new-choose-one = اختاروا إحدى الإجابات ثم تابعوا.
new-wrong-title = اكتبوا عنوانا من 1 إلى 200 حرف في سطر واحد
new-state = أي دولة يُطلب منها؟
new-state-hint = اكتبوا الأحرف الأولى من اسمها.
new-instrument = على أي صك يستند؟
new-instrument-hint = هو أول ما يذكره الطلب ولا يمكن تغييره لاحقا.
new-instrument-in-force = نافذ
new-instrument-training = غير نافذ: يُستخدم هنا للتدريب فقط
new-instrument-agreement = غير نافذ: فقط إذا اتفقت الدولتان على تطبيقه
new-measure = ما المطلوب؟
new-measure-hint = تُقدَّم أقل التدابير تدخلا مما يفي بالغرض. سيسأل المراجعون عن سبب هذا الاختيار.
new-measure-follows = يجب أن يتبع طلبا سابقا.
new-level = المستوى { $what } من 10،
new-levels-low = قليلة التدخل: المستويات 0 إلى 2
new-levels-middle = متوسطة التدخل: المستويان 3 و4
new-levels-high = تدخلية، موظفان في خطوات أكثر: المستويات 5 إلى 7
new-levels-highest = الأشد تدخلا: المستويات 8 إلى 10
new-follows = هل يتبع طلبا سابقا؟
new-follows-hint = كالتعجيل بحفظ البيانات: عندئذ ترتبط آجاله بهذا الطلب.
new-follows-needed = يجب أن يتبع هذا التدبير أحد هذه الطلبات.
new-follows-none = لا يتبع أي طلب
new-language = بأي لغة يُحرَّر الطلب؟
new-language-hint = هي لغة الوثيقة أيا كانت لغة هذه الصفحات. ويجب أن تقبلها الدولة متلقية الطلب.
new-title = كيف يُسمّى في القوائم؟
new-title-hint = كلمات قليلة بلا أسماء أشخاص: تظهر في القوائم دون ختم.
kind-documents = وثائق وسجلات.
kind-data = بيانات إلكترونية مخزَّنة.
kind-persons = سماع شخص أو نقله.
kind-property = تجميد الممتلكات أو حجزها أو مصادرتها.
kind-live = جمع في الوقت الحقيقي.
kind-emergency = درء حالة طارئة.
kind-transmission = إبلاغ دولة أخرى تلقائيا.

# Documents

papers-title = الوثائق
papers-language = لغة الوثائق
papers-files = الوثائق المراد إضافتها
papers-files-hint = حتى 20 دفعة واحدة، حجم كل منها { $what } على الأكثر. تُختم عند وصولها.
papers-upload = رفع
papers-none = لا توجد وثائق بعد.
papers-read-hint = كل تنزيل يترك قيدا في السجل. ولا يُفتح شيء في المتصفح.
papers-size = الحجم
papers-digest = SHA-256
papers-added-by = أضافها
papers-by-message = وردت مع رسالة
papers-wrong-broken = لم يصل الرفع كاملا. أعيدوا إرسال ما ليس في الجدول.
papers-wrong-none = اختاروا وثيقة واحدة على الأقل
papers-wrong-large = وثيقة أكبر مما يُقبل هنا: قسّموها
papers-wrong-file = لا يمكن حفظ وثيقة بصورتها الحالية

# Coded values of the content schemas

value-S-A = جريمة مقررة بموجب الاتفاقية (S-A)
value-S-B = أدلة إلكترونية على جريمة مقررة بموجب الاتفاقية (S-B)
value-S-C = أدلة إلكترونية على جريمة خطيرة أخرى (S-C)
value-subscriber = معلومات المشترك
value-identification = بيانات للتعرف على الهوية فقط
value-traffic = بيانات الحركة
value-content = بيانات المحتوى
value-other = غير ذلك
value-suspect = مشتبه فيه
value-victim = ضحية
value-witness = شاهد
value-expert = خبير
value-account-holder = صاحب الحساب
value-yes = نعم
value-no = لا
value-unknown = غير معروف
value-life = الحياة
value-safety = السلامة
value-life-and-safety = الحياة والسلامة
value-money = نقود
value-virtual-asset = أصل افتراضي
value-movable = مال منقول
value-immovable = عقار
value-right = حق أو مطالبة
value-summons = تكليف بالحضور
value-judgment = حكم
value-indictment = لائحة اتهام
value-order = أمر
value-judicial-authority = سلطة قضائية
value-executing-authority = سلطة منفِّذة
value-requested-state = الدولة متلقية الطلب
value-requesting-state = الدولة الطالبة
value-lent-by-requesting-state = معار من الدولة الطالبة
value-none = لا شيء
value-given = مُنح
value-not-yet = ليس بعد
value-declined = رُفض
value-production-order = أمر تقديم
value-investigation-order = أمر تحقيق
value-mutual-assistance = المساعدة القانونية المتبادلة

write-left = { $count ->
    [zero] لا ينقص شيء
    [one] ينقص بند واحد
    [two] ينقص بندان
    [few] تنقص { $count } بنود
    [many] ينقص { $count } بندا
   *[other] ينقص { $count } بند
}
write-attached = { $count ->
    [zero] لا وثائق
    [one] وثيقة واحدة
    [two] وثيقتان
    [few] { $count } وثائق
    [many] { $count } وثيقة
   *[other] { $count } وثيقة
}
check-missing = { $count ->
    [zero] لا ينقص شيء
    [one] ما زال بند واحد ناقصا أو خاطئا
    [two] ما زال بندان ناقصين أو خاطئين
    [few] ما زالت { $count } بنود ناقصة أو خاطئة
    [many] ما زال { $count } بندا ناقصا أو خاطئا
   *[other] ما زال { $count } بند ناقصا أو خاطئا
}
papers-count = { $count ->
    [zero] لا وثائق
    [one] وثيقة واحدة
    [two] وثيقتان
    [few] { $count } وثائق
    [many] { $count } وثيقة
   *[other] { $count } وثيقة
}
papers-added = { $count ->
    [zero] لم تُضف أي وثيقة
    [one] أُضيفت وثيقة واحدة
    [two] أُضيفت وثيقتان
    [few] أُضيفت { $count } وثائق
    [many] أُضيفت { $count } وثيقة
   *[other] أُضيفت { $count } وثيقة
}
