# Why something is not open, and what to do next. Ids are the same in every language; variables are filled in.

subject-request = الطلب
subject-decision = القرار
subject-result = النتيجة
subject-renewal = التمديد
subject-use = الاستخدام
refusal-ended = انتهى هذا الطلب عند المرحلة «{ $stage }». لا يمكن القيام بأي شيء آخر بشأنه.
refusal-unknown = لا يوجد هنا شيء باسم «{ $name }». أعد تحميل الصفحة واختر مما تعرضه.
refusal-not-from-here = لا يمكن اتخاذ الخطوة «{ $step }» عند المرحلة «{ $stage }». اطّلع على الطلب لمعرفة الخطوات الممكنة.
refusal-not-for-officials = تُتخذ الخطوة «{ $step }» عند ورود رسالة أو انقضاء مهلة، ولا يتخذها موظف. ليس عليك سوى الانتظار.
refusal-role-missing = الدور المطلوب: { $roles }. اطلب ذلك ممن يتولاه.
refusal-author-may-not = أنت من صاغ هذا الطلب أو سجّله. يجب أن يقوم بذلك شخص آخر.
refusal-collector-may-not = أنت من أعدّ هذه النتيجة. يجب أن يقوم بذلك شخص آخر.
refusal-answered-here = لقد أجبت عن «{ $safeguard }» عند هذه البوابة ({ $gate }). يجب أن يتخذ الخطوة شخص آخر.
refusal-passed-here = لقد اجتزت هذه البوابة بالنسبة إلى ما هو معروض عندها الآن ({ $gate }). يجب أن يجيب شخص آخر.
refusal-same-official = لقد اجتزت بوابة سابقة ({ $earlier }). في التدابير الماسة بالخصوصية يجب أن يجتاز هذه البوابة شخص آخر ({ $gate }).
refusal-subject-missing = لم يُكتب بعد: { $subject }. يجب كتابته أولاً.
refusal-incomplete = { $count ->
    [zero] الطلب غير مكتمل.
    [one] الطلب غير مكتمل: ينقصه بيان واحد. أضفه أولاً.
    [two] الطلب غير مكتمل: ينقصه بيانان. أضفهما أولاً.
    [few] الطلب غير مكتمل: تنقصه { $count } بيانات. أضفها أولاً.
    [many] الطلب غير مكتمل: ينقصه { $count } بياناً. أضفها أولاً.
   *[other] الطلب غير مكتمل: ينقصه { $count } بيان. أضفها أولاً.
}
refusal-safeguards-open = { $count ->
    [zero] لا ضمانة معلَّقة.
    [one] ضمانة واحدة لم تُجتز بعد، وهي تأتي أولاً:
    [two] ضمانتان لم تُجتازا بعد، وهما تأتيان أولاً:
    [few] { $count } ضمانات لم تُجتز بعد، وهي تأتي أولاً:
    [many] { $count } ضمانة لم تُجتز بعد، وهي تأتي أولاً:
   *[other] { $count } ضمانة لم تُجتز بعد، وهي تأتي أولاً:
}
refusal-gate-not-passed = تأتي البوابة «{ $before }» قبل «{ $gate }» بالنسبة إلى الطلب بصيغته الحالية. عُد إليها أولاً.
refusal-ground-missing = لا يذكر القرار أي سبب. اختر أحد الأسباب المسموح بها لهذا التدبير.
refusal-ground-not-allowed = هذا السبب غير مسموح به للتدبير «{ $measure }»: { $ground }. اختر سبباً آخر.
refusal-ground-forbidden = لا يجوز أبداً أن يكون هذا سبباً للرفض: { $ground }. اختر سبباً آخر.
refusal-consult-first = تشاور مع الدولة الأخرى قبل الرفض أو التأجيل لهذا السبب: { $ground }. افتح مشاورة وانتظر انتهاءها.
refusal-reasons-missing = لا بد من بيان الأسباب. اذكر لماذا، بعبارات تستطيع الدولة الأخرى والمحكمة قراءتها.
refusal-item-unknown = العنصر «{ $item }» ليس ضمن ما طُلب. لا تذكر سوى عناصر الطلب.
refusal-decision-does-not-fit = القرار بصيغته الحالية لا يلائم الخطوة «{ $step }». أعد كتابة ما يُمنح وما يُرفض والشروط، أو اتخذ الخطوة الملائمة.
refusal-beyond-grant = لم يُمنح العنصر «{ $item }». احذفه من النتيجة.
refusal-conditions-not-accepted = لم تقبل الدولة الطالبة هذه الشروط: { $conditions }. اعرضها وانتظر الرد.
refusal-conditions-not-kept = هذه الشروط تقيّد ما سُلِّم: { $conditions }. يجب أن يتعهد الاستخدام بمراعاتها.
refusal-consent-missing = يتجاوز هذا الاستخدام الغرض الذي طُلبت الأدلة من أجله. اطلب إذن الدولة التي قدمتها وانتظر ردها.
refusal-not-editable = لا يمكن تغيير هذا عند المرحلة «{ $stage }»: { $subject }.
refusal-editable-at = يمكن ذلك عند: { $stages }.
refusal-reading-missing = لم تبيّن الصفحة ما قرأته. افتح نقطة التحقق من جديد واقرأها ثم أجب عن «{ $safeguard }».
refusal-changed-since-read = تغيّر ما قرأته منذ ذلك الحين. اقرأه مجدداً ثم أجب عن «{ $safeguard }».
refusal-not-asked = لا يُسأل عن «{ $safeguard }» عند هذه البوابة بالنسبة إلى هذا الطلب ({ $gate }). عُد إلى الطلب.
refusal-document-missing = تتطلب هذه الإجابة عن «{ $safeguard }» وثيقة. أرفقها بالطلب ثم أجب بها.
refusal-only-with-grounds = هذه الإجابة عن «{ $safeguard }» لا تلائم الأسباب التي يقوم عليها القرار. أجب بغيرها أو غيّر القرار.
refusal-negative-stands = أُجيب عن «{ $safeguard }» بالنفي. يبقى ذلك قائماً ما دام المطلوب هو نفسه: ارفض، أو انتظر طلباً يتضمن شيئاً آخر.
refusal-negative-by-another = أُجيب عن «{ $safeguard }» بالنفي. لا يجيب من جديد إلا موظف آخر مع بيان الأسباب.
refusal-not-deferrable = لا يمكن إرجاء «{ $safeguard }» على هذا النحو. أجب الآن، أو حدد تاريخاً تسمح به القواعد.
refusal-no-such-answer = لا توجد إجابة كهذه عن «{ $safeguard }». أعد تحميل الصفحة واطّلع على حالتها.
refusal-second-official = يجب أن يقوم بذلك موظف ثانٍ، لا من قام بالجزء الأول.
refusal-out-of-turn = تأتي الرسالة رقم { $expected } أولاً؛ وهذه رقمها { $number }. تؤخذ الرسائل بترتيبها.
refusal-message-lacks = ينقص الرسالة «{ $message }» شيء يجب أن تتضمنه. اطلب من الدولة الأخرى إعادة إرسالها كاملة.
refusal-content-lacks = هناك نقص ({ $subject }): وثيقة، أو العناصر التي يُجاب عنها. أضف ذلك ثم احفظ من جديد.
refusal-not-new = سبق حفظ هذا بالصيغة نفسها: { $subject }. احفظه من جديد.
refusal-frozen = القواعد التي بدأ بها هذا الطلب لم تعد تجتاز الفحوص. لا يمكن سوى سحبه أو إعادته أو إقفاله.
refusal-not-in-force = { $instrument } غير نافذ، ولا يوجد هنا اتفاق معتمد على تطبيقه مع: { $state }. يمكن لمسؤول تسجيل اتفاق وأن يؤكده مسؤول ثانٍ.
refusal-another-instrument = يستند الطلب السابق إلى { $earlier } وهذا إلى { $instrument }. تبقى السلسلة ضمن صك واحد: لا تذكر الطلب السابق، أو اطلب بموجب { $earlier }.
refusal-not-due = لم تحلّ هذه المهلة بعد. انتظر انقضاءها.
refusal-officials-only = لا يستطيع القيام بذلك إلا موظف.
refusal-out-of-scope = دخولك الحالي لا يسمح بذلك. سجّل الدخول بكلمة المرور.
refusal-no-such-place = هذا الجزء من القائمة غير موجود. ابدأ من جديد من الصفحة الأولى.
refusal-read-another-version = تصرف شخص آخر في هذا الطلب بعد أن فتحت الصفحة. اطّلع على حالته الآن ثم قرر من جديد.
refusal-done-before = سبق إرسال هذا وتنفيذه. اطّلع على الطلب.
refusal-second-administrator = يجب أن يوافق على ذلك مسؤول ثانٍ: لم يوافق بعد، أو وافق من قبل.
refusal-unusable = شيء مما أُدخل لا يمكن استخدامه. تحقق منه ثم أرسله من جديد.
refusal-too-large = الوثيقة أكبر من { $size } ميغابايت. قسّمها.
refusal-exists-already = هذا موجود بالفعل. تحقق قبل إرساله من جديد.
refusal-busy = الخدمة مشغولة. لم يُنفَّذ شيء: انتظر لحظة ثم أرسل من جديد.
refusal-counting = ما زال عدّ الطلبات جاريا، كما بعد كل تشغيل للخدمة. عُد بعد بضع دقائق.
refusal-recused = لقد أعلنت عن تضارب مصالح في هذا الطلب، ويتولاه غيرك.
refusal-not-recused = لم يعلن هذا الموظف عن تضارب مصالح هنا، أو عاد بالفعل.
refusal-erased = مُحي محتوى هذا الطلب في { $day } (الأساس: { $basis }). ولم يبق منه سوى قيوده في السجل.
refusal-on-hold = محتوى هذا الطلب محفوظ بأمر: لا يُمحى منه شيء.
refusal-not-ended = لم ينته هذا الطلب: لا يُمحى محتواه إلا بعد خطوته الأخيرة.
erasure-retention-ended = انقضت مدة الحفظ
erasure-no-longer-needed = لم تعد إليه حاجة
erasure-data-subject = بناءً على طلب شخص معني
erasure-ordered = بأمر من محكمة أو سلطة إشرافية
erasure-unlawful = لم يكن ينبغي معالجته
