# ما يرد من الخارج: قضايا مفتوحة من ملف، وطلبات على الورق.

import = استيراد القضايا المفتوحة
import-not-yours = يستورد القضايا من يصوغ الطلبات أو يسجّل ما يرد منها.
import-about = كل سطر في الملف قضية واحدة. طلبكم يصبح مسودة، والطلب الوارد يُسجَّل ويُعتدّ به بعد أن يؤكده موظف ثانٍ.
import-about-gates = لا يعبر شيء مما يُستورد أي بوابة. ويُعرَف السطر بمرجعه القديم: إذا استورد مرتين أُنشئ مرة واحدة.
import-waits = جُرِّب ملف لكم. انظروا كيف حاله.
import-source = اسم الملفات التي أُخذت منها القضايا
import-source-hint = يُستورد المرجع القديم مرة واحدة من كل منها. استخدموا الاسم نفسه كل مرة.
import-source-wrong = أعطوا اسمًا لا يتجاوز 100 حرف
import-file = ملف CSV بترميز UTF-8
import-most = { $count ->
    [zero] لا يتجاوز { $count } سطر و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
    [one] لا يتجاوز سطرًا واحدًا ({ $count }) و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
    [two] لا يتجاوز سطرين ({ $count }) و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
    [few] لا يتجاوز { $count } أسطر و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
    [many] لا يتجاوز { $count } سطرًا و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
   *[other] لا يتجاوز { $count } سطر و8 ميبيبايت؛ بين الخلايا فواصل أو فواصل منقوطة أو علامات جدولة
}
import-file-missing = اختاروا الملف
import-too-large = الملف أكبر من 8 ميبيبايت: قسّموه
import-no-room = هناك استيراد آخر جارٍ. انتظروا انتهاءه ثم حاولوا من جديد.
import-try = تجربة الملف
import-columns = الأعمدة
import-example = ملف فارغ فيه مثال واحد
import-column = العمود
import-needed = لازم
import-belongs = ما ينبغي أن يكون فيه
import-column-direction = ‏outgoing: طلب منكم؛ incoming: طلب وارد
import-column-instrument = رمز الصك، مثل UNCC
import-column-measure = اسم التدبير كما في ملف قواعده
import-column-counterpart = رمز الدولة الأخرى من حرفين
import-column-title = عنوان بلا أسماء أشخاص
import-column-old-reference = المرجع في ملفاتكم
import-column-follows = الطلب الذي ينبني عليه: مرجعه هنا، أو المرجع القديم لسطر أعلاه
import-column-language = رمز لغة الطلب؛ لازم للطلب الوارد
import-column-received-on = يوم الاستلام: السنة والشهر واليوم؛ لازم للطلب الوارد
import-column-their-reference = مرجع الدولة الأخرى؛ لازم للطلب الوارد
import-column-channel = ‏post أو diplomatic_bag أو email أو interpol؛ لازم للطلب الوارد
import-column-paper = اسم الملف الذي فيه الورقة، للطلب الوارد
import-column-sha256 = ‏SHA-256 لذلك الملف؛ يلزم هذا أو اسمه
import-column-content = حقل من استمارة التدبير، مثل content.facts أو content.items.1.item
import-report = ما الذي سينتج عنه
import-result = ما الذي نتج عنه
import-running = أُنجز { $count } من أصل { $all } من الأسطر
import-running-about = يستمر الاستيراد وأنتم تفعلون أشياء أخرى. وإذا انقطع فاستوردوا الملف نفسه من جديد: يستأنف من حيث توقف.
import-look-again = النظر من جديد
import-stopped = توقف الاستيراد قبل نهايته. لم يضع شيء: استوردوا الملف نفسه من جديد بعد إصلاح السبب.
import-count-ready = { $count ->
    [zero] لا سطر يمكن استيراده
    [one] سطر واحد يمكن استيراده
    [two] سطران يمكن استيرادهما
    [few] { $count } أسطر يمكن استيرادها
    [many] { $count } سطرًا يمكن استيرادها
   *[other] { $count } سطر يمكن استيرادها
}
import-count-imported = { $count ->
    [zero] لم يُستورد أي سطر
    [one] استُورد سطر واحد
    [two] استُورد سطران
    [few] استُوردت { $count } أسطر
    [many] استُورد { $count } سطرًا
   *[other] استُورد { $count } سطر
}
import-count-before = { $count ->
    [zero] لا سطر استُورد من قبل
    [one] سطر واحد استُورد من قبل
    [two] سطران استُوردا من قبل
    [few] { $count } أسطر استُوردت من قبل
    [many] { $count } سطرًا استُوردت من قبل
   *[other] { $count } سطر استُوردت من قبل
}
import-count-wrong = { $count ->
    [zero] لا خطأ في أي سطر
    [one] خطأ في سطر واحد
    [two] خطأ في سطرين
    [few] أخطاء في { $count } أسطر
    [many] أخطاء في { $count } سطرًا
   *[other] أخطاء في { $count } سطر
}
import-count-refused = { $count ->
    [zero] لم يُرفض أي سطر
    [one] رُفض سطر واحد
    [two] رُفض سطران
    [few] رُفضت { $count } أسطر
    [many] رُفض { $count } سطرًا
   *[other] رُفض { $count } سطر
}
import-missing = { $count ->
    [zero] لا ينقص أي حقل
    [one] ما زال ينقص حقل واحد
    [two] ما زال ينقص حقلان
    [few] ما زالت تنقص { $count } حقول
    [many] ما زال ينقص { $count } حقلًا
   *[other] ما زال ينقص { $count } حقل
}
import-more = { $count ->
    [zero] لا سطر آخر
    [one] سطر آخر غير معروض
    [two] سطران آخران غير معروضين
    [few] { $count } أسطر أخرى غير معروضة
    [many] { $count } سطرًا آخر غير معروضة
   *[other] { $count } سطر آخر غير معروضة
}
import-begin = { $count ->
    [zero] استيراد القضايا
    [one] استيراد قضية واحدة
    [two] استيراد قضيتين
    [few] استيراد { $count } قضايا
    [many] استيراد { $count } قضية
   *[other] استيراد { $count } قضية
}
import-begin-about = تنال كل قضية مرجعًا وقيدًا في السجل. لا يمكن التراجع عن ذلك؛ ويمكن سحب المسودات واحدة واحدة.
import-another = اختيار ملف آخر
import-wrong = مواضع الخطأ
import-wrong-about = ما دام هناك خطأ فلا يُستورد شيء. صحّحوا الملف وجرّبوه من جديد.
import-line = السطر
import-found = ما هو مكتوب
import-lines = سطرًا سطرًا
import-case = القضية
import-state = الحال
import-became = الطلب
import-alike = يشبه { $what }
import-state-ready = جاهز
import-state-imported = استُورد
import-state-before = استُورد من قبل
import-state-wrong = خطأ
import-state-refused = رُفض
import-wrong-utf8 = الملف من هنا ليس بترميز UTF-8
import-wrong-nothing = لا سطر تحت أسماء الأعمدة
import-wrong-most = لا يتجاوز { $what }
import-wrong-column = لا يوجد عمود بهذا الاسم
import-wrong-twice = مكتوب مرتين: تكفي مرة
import-wrong-empty = لا بد من شيء هنا
import-wrong-uneven = عدد خلايا السطر غير عدد الأعمدة: { $what }. هل نقصت علامة اقتباس؟
import-wrong-form = ليس مكتوبًا كما تطلب الاستمارة
import-wrong-one-of = ينبغي أن يكون هنا:
import-wrong-number = عدد
import-wrong-least = لا يقل عن { $what }
import-wrong-state = رمز دولة أخرى تعرفها القواعد
import-wrong-not-in-force = الصك غير نافذ، ولم توافق هذه الدولة على تطبيقه
import-wrong-future = يوم قد حلّ
import-wrong-field = ليس في استمارة هذا التدبير حقل بهذا الاسم. فيها: { $what }
import-wrong-has-to-follow = لا بد أن ينبني هذا التدبير على طلب سابق: سمّوه في العمود follows
import-wrong-follows = طلب يمكنكم رؤيته، أو سطر أعلاه، مع الدولة نفسها والصك نفسه ومن النوع المطلوب
import-wrong-direction = لا شيء: هذا العمود للطلبات في الاتجاه الآخر
import-wrong-paper = اسم ملف بين الأوراق، له SHA-256 المكتوب هنا
import-wrong-not-yours = أدواركم لا تسمح لكم ببدء هذا الطلب
record = تسجيل طلب على الورق
record-not-yours = الطلبات الورقية تسجّلها السلطة المركزية أو جهة الاتصال.
record-about = تسجّلون طلبًا من دولة أخرى ورد على الورق. ويُعتدّ به بعد أن يقابل موظف ثانٍ التسجيل بالوثيقة.
record-from = الدولة التي تطلب
record-title = العنوان
record-title-hint = كلمات قليلة بلا أسماء: تُعرَض في القوائم
record-reference = مرجع الدولة الطالبة
record-reference-hint = كما هو على الورقة
record-reference-missing = اكتبوا المرجع، بما لا يتجاوز 100 حرف
record-day = يوم الاستلام
record-day-missing = اختاروا اليوم
record-paper = الورقة ممسوحة ضوئيًا
record-too-large = الوثيقة أكبر من 16 ميبيبايت: قسّموها
record-content = ما تقوله الورقة
record-content-about = انقلوا ما هو مكتوب، واتركوا ما لا تقوله. ولا يمكن منح إلا العناصر المكتوبة هنا.
record-alike = بيّنوا هل هو طلب آخر
record-alike-about = ورد من هذه الدولة من قبل طلب بهذا المرجع. وهذا يشبه:
record-another = هو طلب آخر: يُسجَّل
record-save = تسجيل الطلب
request-their-reference = مرجع الدولة الطالبة
request-received-on = يوم الاستلام
request-old-reference = المرجع القديم
entry-origin-noted = بيان المصدر
help-intake = ما يرد من الخارج
help-intake-paper = يُسجَّل الطلب الورقي من القائمة مع صورته الممسوحة. ويؤكده موظف ثانٍ قبل أن يُعتدّ به.
help-intake-file = تُستورد القضايا المفتوحة من ملف. ويُجرَّب أولًا: جدول يبيّن الأخطاء سطرًا سطرًا.
