# Adopting a rulebook by two administrators. Ids are the same in every language; `$count` and `$what` are filled in.

adoption-waits = تنتظر الاعتماد
adoption-by-two = اعتمدها مديران في { $what }
adoption-at-first = اعتُمدت مع التثبيت في { $what }
adoption-offered = { $count ->
    [zero] لا توجد مجموعة قواعد تنتظر الاعتماد.
    [one] شُغِّل البرنامج بمجموعة قواعد واحدة لم يعتمدها أحد. وتستمر الطلبات الجديدة وفق المجموعة المعتمدة إلى أن يعتمدها مديران.
    [two] شُغِّل البرنامج بمجموعتي قواعد لم يعتمدهما أحد. وتستمر الطلبات الجديدة وفق المجموعات المعتمدة إلى أن يعتمدهما مديران.
    [few] شُغِّل البرنامج بـ { $count } مجموعات قواعد لم يعتمدها أحد. وتستمر الطلبات الجديدة وفق المجموعات المعتمدة إلى أن يعتمدها مديران.
    [many] شُغِّل البرنامج بـ { $count } مجموعة قواعد لم يعتمدها أحد. وتستمر الطلبات الجديدة وفق المجموعات المعتمدة إلى أن يعتمدها مديران.
   *[other] شُغِّل البرنامج بـ { $count } مجموعة قواعد لم يعتمدها أحد. وتستمر الطلبات الجديدة وفق المجموعات المعتمدة إلى أن يعتمدها مديران.
}
adoption-waiting = بانتظار مدير ثان
adoption-propose = اقترح اعتمادها
adoption-propose-title = اقتراح اعتماد: { $what }
adoption-propose-about = اقرأ ما يتغير ثم بيّن السبب. ولا يتغير شيء قبل أن يؤكد مدير آخر.
adoption-instead = بدلا من
adoption-nothing = لا شيء: هي الأولى لصكها
adoption-reason = الأسباب
adoption-reason-hint = يقرؤها المدير الثاني. وتُحفظ مختومة ويلتزم بها السجل.
adoption-reason-missing = بيّن سبب اعتماد هذه المجموعة
adoption-send = اقترح
adoption-proposed = قُدّم الاقتراح. وعلى مدير آخر أن يؤكده.
adoption-title = اعتماد مجموعة القواعد: { $what }
adoption-effect = منذ لحظة تأكيدك تبدأ الطلبات الجديدة بهذه المجموعة. وتحتفظ الطلبات التي بدأت بمجموعتها. وفعلك قيد في السجل.
adoption-proposed-at = وقت الاقتراح
adoption-lower = الحماية تنخفض
adoption-word = انخفاض
adoption-word-label = قرأت أين تنخفض الحماية. اكتب كلمة «{ $what }» لقبول ذلك
adoption-word-wrong = اكتب كلمة «{ $what }» أو لا تعتمد هذه المجموعة
adoption-confirm = اعتمد هذه المجموعة
adoption-confirmed = اعتُمدت. وتبدأ بها الطلبات الجديدة من الآن.
adoption-take-back = اسحب الاقتراح
adoption-taken-back = سُحب الاقتراح.
adoption-yours = أنت من اقترحها، فيؤكدها مدير آخر. ويمكنك سحب الاقتراح.
adoption-overtaken = اعتُمدت مجموعة أخرى منذ هذا الاقتراح، فلم يعد ما قُرئ حينها صحيحا. اسحبه واقترح من جديد.
adoption-settled = حُسم هذا الأمر: لا يلزم أحدا فعل شيء.
adoption-look = تنتظر مديرا ثانيا.
adoption-unsound = لا يمكن اقتراح مجموعة لا تجتاز الفحص. وتستمر الطلبات الجديدة وفق المجموعة المعتمدة.
entry-rulebook-adopted = اعتُمدت مجموعة قواعد مع التثبيت
entry-adoption-proposed = اقتُرح اعتماد مجموعة قواعد
entry-adoption-confirmed = اعتُمدت مجموعة قواعد
entry-adoption-taken-back = سُحب اقتراح مجموعة قواعد
