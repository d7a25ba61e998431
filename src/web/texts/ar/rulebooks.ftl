# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = مجموعات القواعد
rulebooks-about = الملفات هي القانون هنا: لا يعدّلها أحد في صفحة. ويحتفظ الطلب بالمجموعة التي بدأ بها، وتُعرف ببصمتها.
rulebooks-name = المجموعة
rulebooks-instrument = الصك
rulebooks-status = الحالة
rulebooks-used-by = الطلبات التي تحتفظ بها
rulebooks-hash = البصمة
rulebooks-offered = تبدأ بها الطلبات الجديدة
rulebooks-kept = محفوظة لطلبات سابقة
rulebooks-shipped = مرفقة مع البرنامج
rulebooks-unsound = لا تجتاز الفحص
rulebooks-unsound-about = وفق هذا البرنامج يمكن الالتفاف على ضمانة بموجب هذه القواعد. والطلبات التي تحتفظ بها لا يمكن إلا إنهاؤها أو إعادتها، ولا يبدأ بها طلب جديد.
rulebooks-story = المثال المضاد خطوة خطوة
rulebooks-unreadable = لا يمكن قراءتها
rulebooks-measures = التدابير
rulebooks-change = كيف تتغير القواعد
rulebooks-change-about = يعتمد مديران مجموعة القواعد: يقرأ أحدهما ما يتغير ويقترحها، ويؤكدها الآخر. ومنذ ذلك الحين تبدأ بها الطلبات الجديدة وتحتفظ الطلبات المفتوحة بمجموعتها. ولا يمكن اقتراح قواعد تسمح بالالتفاف على ضمانة.
rulebooks-difference = قارن بين مجموعتين
rulebooks-old = كما كانت
rulebooks-new = كما ستكون
rulebooks-compare = قارن
rulebooks-same = القواعد متطابقة.
rulebooks-fell-count = { $count ->
    [zero] لم تنخفض الحماية في أي سطر.
    [one] انخفضت الحماية في سطر واحد.
    [two] انخفضت الحماية في سطرين.
    [few] انخفضت الحماية في { $count } أسطر.
    [many] انخفضت الحماية في { $count } سطرا.
   *[other] انخفضت الحماية في { $count } سطر.
}
rulebooks-rose-count = { $count ->
    [zero] لم ترتفع الحماية في أي سطر.
    [one] ارتفعت الحماية في سطر واحد.
    [two] ارتفعت الحماية في سطرين.
    [few] ارتفعت الحماية في { $count } أسطر.
    [many] ارتفعت الحماية في { $count } سطرا.
   *[other] ارتفعت الحماية في { $count } سطر.
}
rulebooks-doubt = عند الشك يُعدّ التغيير انخفاضا.
rulebooks-protection = الحماية
rulebooks-place = أين
rulebooks-changed = ما تغير
rulebooks-fell = انخفضت
rulebooks-rose = ارتفعت
rulebooks-neither = لا يمكن الحكم
rulebooks-topic-gate = الضمانات عند البوابات
rulebooks-topic-role = من يجيب ومن يؤكد
rulebooks-topic-answer = ما يمكن الإجابة به
rulebooks-topic-step = المراحل والخطوات
rulebooks-topic-message = الرسائل
rulebooks-topic-clock = المهل
rulebooks-topic-measure = التدابير
rulebooks-topic-ground = الأسباب والشروط
rulebooks-topic-rulebook = المجموعة نفسها
rulebooks-topic-form = النماذج
rulebooks-topic-source = المصادر والدول
rulebooks-topic-text = نصوص يقرؤها الناس
rulebooks-safeguards = الضمانات بوابة بوابة
rulebooks-safeguards-of = الضمانات بوابة بوابة: { $what }
rulebooks-safeguards-about = تنفتح البوابة بعد استيفاء كل ضمانة ملزمة عندها. ولا يستطيع أحد تخطي واحدة.
rulebooks-back-to-picture = الإجراء في صورة
rulebooks-measure = لأي تدبير
rulebooks-show = عرض
rulebooks-side-requesting = لدى الدولة الطالبة
rulebooks-side-requested = لدى الدولة متلقية الطلب
rulebooks-side-holding = عند كل تسليم
rulebooks-gate = البوابة
rulebooks-steps = الخطوات التي تعبرها
rulebooks-no-safeguard = لا ضمانة ملزمة هنا لهذا التدبير.
rulebooks-answers = من يجيب
rulebooks-confirms = يؤكده
rulebooks-binds = ملزمة في
rulebooks-hard = الرفض نهائي
