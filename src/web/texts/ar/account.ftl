# Accounts and officials. Ids are the same in every language; `$count` and `$what` are filled in.

session-ends = سيُنهى دخولك في الساعة { $what } بالتوقيت العالمي إذا لم تفعل شيئا.
typed-kept = حُفظ ما كتبته. لم يُرسل شيء: اقرأه من جديد ثم أرسل النموذج.
typed-no-form = حُفظ ما كتبته، لكن نموذجه لم يعد في هذه الصفحة. انسخه قبل أن تتابع:
account = حسابي
account-secured = كيف هو محمي
account-second-factor = العامل الثاني
account-since = منذ
account-recovery = رموز الاسترداد
account-recovery-left = { $count ->
    [zero] لم يبق أي رمز
    [one] بقي رمز واحد
    [two] بقي رمزان
    [few] بقيت { $count } رموز
    [many] بقي { $count } رمزا
   *[other] بقي { $count } رمز
}
account-recovery-few = القليل متبق
account-second-factor-replace = استبدال العامل الثاني
account-second-factor-add = إضافة عامل ثان
account-second-factor-none = حسابك محمي بكلمة مرور فقط. أضف عاملا ثانيا: رمزا من تطبيق على هاتفك.
account-second-factor-added = أُضيف العامل الثاني.
account-password = تغيير كلمة مروري
account-password-effect = تنتهي جميع جلساتك ورموز برامجك، وهذه الجلسة أيضا. ثم تدخل بكلمة المرور الجديدة.
account-password-wrong = كلمة المرور الحالية خاطئة. اكتبها من جديد.
account-password-unusable = اختر كلمة مرور جديدة من 12 حرفا أو أكثر غير القديمة.
account-sessions = أين دخلت
account-client = نوع المتصفح
account-client-unknown = غير معروف
account-began = الدخول
account-used = آخر استخدام
account-level = معروف بواسطة
account-level-code = كلمة مرور ورمز
account-level-password = كلمة مرور
account-act = ما يمكنك فعله
account-this = هذه الجلسة
account-this-sign-out = تنتهي عند خروجك
account-end = إنهاء هذه الجلسة
account-end-effect = يخرج من يستخدمها فورا. وقد يضيع ما كُتب فيها ولم يُرسل.
account-others = إنهاء جميع الجلسات الأخرى
account-others-effect = تنتهي جميع جلساتك فورا إلا هذه. وتبقى رموز البرامج.
account-others-ended = انتهت جميع الجلسات الأخرى.
account-ended = لقد انتهت.
account-tokens = رموز برامجك
account-tokens-none = لا يعمل أي برنامج نيابة عنك. تُصدر الرموز من سطر الأوامر أو عبر واجهة البرمجة.
account-label = الاسم الذي تسميه به
account-ends = ينتهي
account-revoke = إلغاء هذا الرمز
account-revoke-effect = لن يتلقى البرنامج الذي يستخدمه أي رد. لا يمكن التراجع عن ذلك: أصدر رمزا آخر.
code-title = رمزك لمرة واحدة
code-label = الرمز لمرة واحدة
code-hint = ستة أرقام من التطبيق على هاتفك. كل رمز صالح مرة واحدة.
code-lost = ليس هاتفك معك؟ اكتب رمز استرداد بدلا منه. وإلا فاطلب من مسؤولَين اثنين إعادة ضبط العامل الثاني.
code-button = المتابعة بالرمز
code-refused = الرمز خاطئ أو استُخدم من قبل أو تأخر. انتظر الرمز التالي واكتبه.
code-needed = يلزم رمزك لمرة واحدة
code-needed-about = دخلت بكلمة مرور فقط. بوابات التدابير الماسّة بالخصوصية والإفصاح للمدققين وإدارة الموظفين تتطلب رمزا أيضا. لم يُنفذ شيء بعد.
code-needed-none = ليس لديك عامل ثان بعد. أضفه الآن؛ ثم تعود إلى حيث كنت.
second-factor = إضافة عامل ثان
second-factor-about = تحتاج إلى تطبيق للرموز لمرة واحدة على هاتفك. عندئذ لا يستطيع من يعرف كلمة مرورك أن يدخل.
second-factor-read = اقرأ السر بالتطبيق
second-factor-read-how = وجّه كاميرا هاتفك إلى الصورة.
second-factor-picture = السر في صورة؛ وهو نفسه نصا في الأسفل
second-factor-text = أو اكتب فيه هذا السر. لا تُطلع عليه أحدا.
second-factor-show = أثبت أنه يعمل
second-factor-code = الأرقام الستة التي يعرضها التطبيق الآن
recovery-title = رموز الاسترداد الخاصة بك
recovery-about = أُضيف العامل الثاني. تُعرض هذه الرموز العشرة هذه المرة فقط. كل منها يتيح لك الدخول مرة واحدة دون هاتفك.
recovery-keep = اطبع هذه الصفحة أو انسخ الرموز، واحفظها بعيدا عن هاتفك وكلمة مرورك.
recovery-on = لقد حفظتها
officials = الموظفون
officials-yes = نعم
officials-no = لا
officials-add = إضافة موظف
officials-add-about = يتلقى كلمة مرور لمرة واحدة تراها مرة واحدة. وتُمنح الأدوار بعد ذلك واحدا واحدا.
officials-waiting = بانتظار مسؤول ثان
officials-waiting-none = لا شيء ينتظر التأكيد.
officials-confirm = تأكيد
officials-another-confirms = يؤكده مسؤول آخر
officials-count = { $count ->
    [zero] لا موظفين
    [one] موظف واحد
    [two] موظفان
    [few] { $count } موظفين
    [many] { $count } موظفا
   *[other] { $count } موظف
}
officials-name = الاسم
officials-roles = الأدوار
officials-last = آخر دخول
officials-never = ليس خلال 90 يوما
officials-shut-out = موقوف
officials-temporary = لم يختر كلمة مرور بعد
officials-no-role = لا شيء
officials-no-role-yet = لا دور بعد: امنح دورا أدناه.
officials-may = ما يجوز لكل دور
officials-done = تم. وهو مثبت في السجل.
officials-reset = إعادة ضبط العامل الثاني
officials-me = هذا أنت. يؤكد مسؤول آخر ما يخصك.
officials-revoke = إلغاء
officials-waits = قيد الانتظار
officials-grant = منح دور
officials-sessions-none = ليس داخلا الآن.
officials-once = كلمة مرور لمرة واحدة
officials-once-about = تُعرض هذه المرة فقط. سلّمها شخصيا؛ يختار بها الموظف كلمة مروره ولا يمكنه الدخول قبل ذلك.
officials-once-on = لقد سلّمتها
officials-sign-in-hint = أحرف لاتينية صغيرة وأرقام ونقاط وشرطات، مثل anna.lindqvist
officials-sign-in-wrong = أدخل اسم دخول من 2 إلى 60 حرفا لاتينيا صغيرا أو رقما أو نقطة أو شرطة.
officials-sign-in-taken = اسم الدخول هذا مستخدم. اختر غيره.
officials-name-wrong = أدخل اسم الموظف، بما لا يزيد على 200 حرف.
officials-act-grant = منح هذا الدور
officials-act-grant-effect = متى وُجد مسؤولان اثنان، يسري الدور عندما يؤكده الثاني.
officials-act-confirm = تأكيد هذا الدور
officials-act-confirm-effect = يسري فورا. ويسمّيكما السجل كليكما بعلامتيكما.
officials-act-revoke = إلغاء هذا الدور
officials-act-revoke-effect = لا يسري من هذه اللحظة. وتبقى الإجابات التي أُعطيت به.
officials-act-shut-out = توقيف هذا الموظف
officials-act-shut-out-effect = يخرج فورا وتُلغى رموز برامجه، ولا يستطيع الدخول حتى يُسمح له من جديد.
officials-act-let-in = السماح له بالدخول من جديد
officials-act-let-in-effect = يمكنه الدخول من جديد بالأدوار التي لديه.
officials-act-new-password = إعطاء كلمة مرور لمرة واحدة
officials-act-new-password-effect = تبطل كلمة مروره وتنتهي جلساته ورموز برامجه، وترى كلمة المرور لمرة واحدة مرة واحدة. ويبقى العامل الثاني.
officials-act-reset-second-factor = اقتراح إعادة ضبط العامل الثاني
officials-act-reset-second-factor-effect = تحدث إلى الموظف أولا. لا يتغير شيء حتى يؤكده مسؤول آخر.
officials-act-confirm-reset = إعادة ضبط العامل الثاني
officials-act-confirm-reset-effect = يُزال فورا مع رموز الاسترداد، وتنتهي جلساته ورموز برامجه. وتكفيه كلمة مروره للدخول حتى يضيف غيره.
officials-act-end-session-effect = يخرج من يستخدمها فورا. ويمكنه الدخول من جديد.
role-may-drafting-official = يصوغ الطلبات ويقدمها.
role-may-central-authority = يأذن ويرسل ويقبل ويقرر باسم السلطة المركزية؛ ويجيب عن ضماناتها.
role-may-executing-authority = ينفذ ما مُنح ويبلغ عن النتيجة.
role-may-judicial-authority = يجيب عن الضمانات التي يجيب عنها قاض أو سلطة مستقلة أخرى. ولا يجمع معه دورا آخر.
role-may-rights-reviewer = يجيب عن ضمانات حقوق الإنسان.
role-may-data-protection-reviewer = يجيب عن ضمانات نقل البيانات الشخصية.
role-may-point-of-contact = يتلقى الأمور العاجلة ويرسلها في كل الأوقات.
role-may-auditor = يقرأ السجل ويصدّره ويتحقق منه؛ ولا يتصرف في أي طلب.
role-may-administrator = يدير الموظفين والإعدادات؛ ولا يتصرف في أي طلب. ولا يجمع معه دورا آخر.
