# Other States. Ids are the same in every language; `$count` and `$what` are filled in.

counterparts = الدول النظيرة
counterparts-count = { $count ->
    [zero] لا دول
    [one] دولة واحدة
    [two] دولتان
    [few] { $count } دول
    [many] { $count } دولة
   *[other] { $count } دولة
}
counterparts-days = { $count ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يوما
   *[other] { $count } يوم
}
counterparts-years = { $count ->
    [zero] صفر سنوات
    [one] سنة واحدة
    [two] سنتان
    [few] { $count } سنوات
    [many] { $count } سنة
   *[other] { $count } سنة
}
counterparts-search = اسم الدولة
counterparts-search-button = بحث
counterparts-none = لا دولة بهذا الاسم. ما ينقص يُضاف إلى ملف القواعد parties.toml: اسألوا مديركم.
counterparts-show-all = عرض الكل
counterparts-state = الدولة
counterparts-bound = التوقيع والتصديق
counterparts-signed = وُقّع في { $what }
counterparts-signed-day-unknown = وُقّع وفق ما أُفيد؛ اليوم غير معروف
counterparts-ratified = صُدّق عليه { $what } وفق ما أُفيد
counterparts-made-up = دولة مختلقة، للتدريب فقط
counterparts-confidence = مصدر المعرفة
counterparts-known-treaty-lists = مجموعة معاهدات الأمم المتحدة أو قائمة وطنية
counterparts-known-reported = مصدر ثانوي؛ يحتاج إلى تأكيد
counterparts-known-inferred = مستنتج من عدد التوقيعات؛ يحتاج إلى تأكيد
counterparts-known-training = مختلق للتدريب
counterparts-instruments = مدرجة في
counterparts-reply = وسيط الأيام حتى قرارها في طلباتنا
counterparts-reply-unknown = لا يُذكر: بُتّ في أقل من خمسة في سنة منتهية
counterparts-languages = اللغات المقبولة
counterparts-channels = القنوات
counterparts-contact = يمكن الاتصال
counterparts-contact-always = الاتصال على مدار الساعة
counterparts-always = على مدار الساعة
counterparts-hours = في أيام العمل، { $what }
counterparts-office-hours = في ساعات الدوام
counterparts-authority = السلطة المركزية
counterparts-dual = ازدواجية التجريم
counterparts-dual-required = مطلوبة حيثما أجاز القانون
counterparts-dual-intrusive = مطلوبة للتدابير التدخلية
counterparts-dual-not-required = غير مطلوبة
counterparts-yes = نعم
counterparts-no = لا
counterparts-unknown = غير معروف
counterparts-outdated = لم يُتحقق منه منذ 12 شهرا
counterparts-outdated-do = اسألوا الدولة الأخرى قبل الاعتماد عليه.
counterparts-declared = ما أعلنته عن الطلبات التي تتلقاها
counterparts-declared-none = لا شيء معروف هنا ولا يُفترض شيء. اسألوا الدولة الأخرى عن لغاتها وقنواتها وشروطها.
counterparts-verified = آخر تحقق
counterparts-never-verified = أبدا
counterparts-thresholds = أدنى حد لأقصى العقوبة
counterparts-conditions = ما تريد أن تجده في الطلب
counterparts-touching = تحفظات تمس التدابير
counterparts-reservations = تحفظات على الاتفاقية
counterparts-none-known = لا شيء معروف.
counterparts-all-measures = كل التدابير
counterparts-agreements = الاتفاقات معها
counterparts-agreements-none = لا اتفاق مسجل.
counterparts-agreed-on = أُبرم في
counterparts-waits = ينتظر مديرا ثانيا
counterparts-counts = سارٍ
counterparts-is-ended = منتهٍ
counterparts-recorded = سُجّل
counterparts-confirmed = أكّده مدير ثانٍ
counterparts-ended = انتهى
counterparts-changes = سجل التغييرات
counterparts-changes-about = ما ورد هنا مثبت في مجموعة القواعد ويتغير بتغيرها؛ وكل اتفاق قيد في السجل. المجموعة:
counterparts-before = قبل الإرسال إلى { $what }
counterparts-before-about = ما أعلنته الدولة الأخرى مقارنا بالطلب. هذا تنبيه لا يمنع شيئا: القرار لكم.
counterparts-before-well = لم يُعثر على ما يرجّح إعادته.
counterparts-before-unknown = لا يُعرف شيء مما أعلنته هذه الدولة، فلا يمكن قول شيء.
counterparts-likely = يُرجّح أن يُعاد لأن
counterparts-before-not-known = غير معروف: قد يصلح أو لا
counterparts-before-found-well = فُحص ووُجد سليما
counterparts-before-profile = ما أعلنته { $what }
counterparts-before-back = العودة إلى الطلب
counterparts-looked-language = لغة الطلب
counterparts-looked-dual = ازدواجية التجريم
counterparts-looked-penalty = أدنى عقوبة
counterparts-looked-reservation = تحفظات تمس التدبير
counterparts-looked-condition = ما تريد أن تجده في الطلب
counterparts-looked-contact = هل من أحد هناك الآن
counterparts-because-language = الطلب ليس بلغة تقبلها: { $what }.
counterparts-because-statement-missing = تطلب ازدواجية التجريم، والطلب لا يذكر عنها شيئا.
counterparts-because-statement-weak = تطلب ازدواجية التجريم، والبيان قصير جدا: اذكروا النص هناك ولماذا ينطبق على الفعل.
counterparts-because-penalty = تطلب عقوبة قصوى لا تقل عن { $what }؛ وما في الطلب أقل.
counterparts-because-penalty-not-said = تطلب عقوبة قصوى لا تقل عن { $what }؛ والطلب لا يذكرها.
counterparts-because-reserved = تحفظ يمس هذا التدبير:
counterparts-because-not-there = تريد أن تجد هذا، وليس في الطلب:
counterparts-because-see = أعيدوا قراءة الطلب مع مراعاة هذا:
counterparts-because-closed = لا أحد هناك الآن؛ في أيام العمل { $what }. والعاجل سينتظر.
counterparts-language-ar = العربية
counterparts-language-zh = الصينية
counterparts-language-en = الإنكليزية
counterparts-language-fr = الفرنسية
counterparts-language-ru = الروسية
counterparts-language-es = الإسبانية
counterparts-channel-comity = من نظام إلى نظام
counterparts-channel-email = البريد الإلكتروني
counterparts-channel-post = البريد
counterparts-channel-interpol = الإنتربول
counterparts-channel-diplomatic = القنوات الدبلوماسية
