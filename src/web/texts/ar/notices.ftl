# الإشعارات بالبريد وتقويم الآجال. المعرّفات واحدة في كل لغة.

notices = إشعارات بالبريد الإلكتروني
notice-none = لا تُبلَّغ بشيء بالبريد الإلكتروني.
notice-set = تُبلَّغ بالبريد الإلكتروني حين ينتظرك شيء.
notice-none-sent = هذا النظام لا يرسل بريداً. اسأل المشغّل؛ وما تختاره هنا يسري متى أُرسل البريد.
notice-about = تقول الرسالة إن شيئاً ينتظرك، وكم هو، وأين قائمتك: لا شيء عن طلب أو دولة أو شخص. ومن كل نوع تأتي رسالة واحدة في اليوم على الأكثر.
notice-address = عنوان البريد الإلكتروني
notice-address-hint = يُحفظ مختوماً ويُنسى حين تسحبه.
notice-address-wrong = اذكر عنواناً مثل anna@ministry.example.
notice-kinds = أبلغني حين
notice-kinds-wrong = اختر واحداً على الأقل أو اسحب عنوانك.
notice-new = ينتظرني شيء جديد
notice-soon = يحلّ أجل شيء خلال 72 ساعة
notice-overdue = يفوت أجل شيء
notice-save = حفظ
notice-withdraw = سحب عنواني
notice-withdraw-effect = لا تُبلَّغ بشيء بعد ذلك، ويُنسى العنوان.
notices-saved = حُفظ: تُبلَّغ من الآن.
notices-withdrawn = نُسي عنوانك.
notice-change = تغيير ما أُبلَّغ به
notice-mail-subject = Comity: شيء ينتظرك
notice-mail-new = { $count ->
    [zero] جديد في قائمتك: لا طلب.
    [one] جديد في قائمتك: طلب واحد.
    [two] جديد في قائمتك: طلبان.
    [few] جديد في قائمتك: { $count } طلبات.
    [many] جديد في قائمتك: { $count } طلباً.
   *[other] جديد في قائمتك: { $count } طلب.
}
notice-mail-soon = { $count ->
    [zero] يحلّ الأجل خلال 72 ساعة: لا طلب.
    [one] يحلّ الأجل خلال 72 ساعة: طلب واحد.
    [two] يحلّ الأجل خلال 72 ساعة: طلبان.
    [few] يحلّ الأجل خلال 72 ساعة: { $count } طلبات.
    [many] يحلّ الأجل خلال 72 ساعة: { $count } طلباً.
   *[other] يحلّ الأجل خلال 72 ساعة: { $count } طلب.
}
notice-mail-overdue = { $count ->
    [zero] فات الأجل: لا طلب.
    [one] فات الأجل: طلب واحد.
    [two] فات الأجل: طلبان.
    [few] فات الأجل: { $count } طلبات.
    [many] فات الأجل: { $count } طلباً.
   *[other] فات الأجل: { $count } طلب.
}
notice-mail-why = اخترت هذه الإشعارات في «حسابي»، ويمكنك سحبها هناك.
calendar = التقويم
calendar-name = Comity: أيام الآجال
calendar-due = { $count ->
    [zero] يحلّ الأجل: لا طلب
    [one] يحلّ الأجل: طلب واحد
    [two] يحلّ الأجل: طلبان
    [few] يحلّ الأجل: { $count } طلبات
    [many] يحلّ الأجل: { $count } طلباً
   *[other] يحلّ الأجل: { $count } طلب
}
calendar-make = إنشاء عنوان سري لتقويمك
calendar-about = يقرأ تقويم على هاتفك أو حاسوبك هذا العنوان ويُظهر الأيام التي يحلّ فيها أجل شيء في قائمتك: كم طلباً، ولا شيء آخر عنها. ومن لديه العنوان يرى الشيء نفسه ولا يستطيع أن يفعل به شيئاً.
calendar-lasts = { $count ->
    [zero] يسري حتى تسحبه.
    [one] يسري يوماً واحداً أو حتى تسحبه.
    [two] يسري يومين أو حتى تسحبه.
    [few] يسري { $count } أيام أو حتى تسحبه.
    [many] يسري { $count } يوماً أو حتى تسحبه.
   *[other] يسري { $count } يوم أو حتى تسحبه.
}
calendar-once = العنوان السري لتقويمك
calendar-once-about = يظهر هذه المرة فقط. أضفه إلى تقويمك كاشتراك، ولا تعطه لأحد.
calendar-on = أضفته
calendar-too-many = { $count ->
    [zero] ليس لديك عنوان سارٍ.
    [one] لديك عنوان سارٍ. اسحبه أولاً.
    [two] لديك عنوانان ساريان. اسحب واحداً أولاً.
    [few] لديك { $count } عناوين سارية. اسحب واحداً أولاً.
    [many] لديك { $count } عنواناً سارياً. اسحب واحداً أولاً.
   *[other] لديك { $count } عنوان سارٍ. اسحب واحداً أولاً.
}
calendar-none = لا تقويم يُظهر الآجال.
calendar-withdraw = سحب هذا العنوان
calendar-withdraw-effect = التقويم الذي يقرؤه لا يُظهر شيئاً جديداً بعد ذلك.
calendar-made = أُنشئ

# What the log tells of it.
entry-notices-changed = اختيرت إشعارات أو سُحبت
entry-calendar-issued = أُنشئ عنوان تقويم
entry-calendar-revoked = سُحب عنوان تقويم
