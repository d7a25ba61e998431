# Statistics. Ids are the same in every language; `$count` and `$what` are filled in.

statistics = الإحصاءات
statistics-about = كم طلبا للمساعدة القانونية المتبادلة أرسلته هذه السلطة وتلقّته، وما الذي طُلب فيها، وما آلت إليه، وكم استغرقت.
statistics-none = لا يمكن نشر أي سنة بعد: تُنشر السنة بعد انتهائها. عودوا في يناير.
statistics-year = السنة
statistics-show = عرض
statistics-period = الفترة:
statistics-not-over = لم تنته بعد
statistics-counted-at = آخر إحصاء:
statistics-requesting = ما طلبناه
statistics-requested = ما طُلب منا
statistics-begun = المرسل أو المتلقى خلال السنة
statistics-decided = ما صدر فيه أول قرار خلال السنة
statistics-median = وسيط الأيام حتى القرار
statistics-median-us = منها لدينا، الوسيط
statistics-median-them = منها لدى الدولة الأخرى، الوسيط
statistics-no-median = أقل من أن يُذكر
statistics-with-us = لدينا
statistics-with-them = لدى الدولة الأخرى
statistics-cases = الطلبات
statistics-days = الأيام
statistics-of = ما يُحصى
statistics-rest = كل ما عدا ذلك معا
statistics-all = المجموع
statistics-few = { $count ->
    [zero] لا شيء
    [one] أقل من { $count }
    [two] أقل من { $count }
    [few] أقل من { $count }
    [many] أقل من { $count }
   *[other] أقل من { $count }
}
statistics-by-measure = حسب التدبير
statistics-by-instrument = حسب الصك
statistics-by-counterpart = حسب الدولة الأخرى
statistics-by-outcome = ما آلت إليه
statistics-by-ground = أسباب الرفض أو التأجيل
statistics-by-safeguard = الضمانات التي أُجيب عنها بالنفي
statistics-by-holder = لدى من كان الملف، وسيط الأيام
statistics-by-measure-days = وسيط الأيام حتى القرار، حسب التدبير
statistics-by-counterpart-days = وسيط الأيام حتى القرار، حسب الدولة الأخرى
statistics-by-year = سنة بعد سنة
statistics-picture = أعمدة: ممتلئة حتى أصغر رقم ممكن، ومتقطعة حتى أكبره. والجدول أدناه يعطي الأرقام نفسها.
statistics-withheld = أقل من خمسة في المجموع، أو لا شيء: لا يُعرض شيء.
statistics-nothing = لا شيء للعرض.
statistics-file = الأرقام نفسها في ملف (CSV)
statistics-whole = كل شيء في ملف واحد
statistics-whole-file = كل السنوات، من الجانبين (CSV)
statistics-method = كيف يُحصى هذا
statistics-method-log = يُجرى الإحصاء من سجل التدقيق وحده. لا أحد يبلّغ عن شيء، ولا يستطيع أحد أن يُسقط قضية.
statistics-method-five = لا رقم يخص أقل من خمسة طلبات، وكل رقم نطاق من خمسة، والمجاميع كذلك: فالمجموع ناقصا صفوفه لا يعطي عددا دقيقا.
statistics-method-rest = ما يقل عن خمسة يوضع في سطر واحد مع كل ما عداه. ويضم ذلك السطر الأصغر الذي يليه حتى يبلغ خمسة: فلا يمكن حساب رقم مخفي من الأرقام الأخرى.
statistics-method-years = السنوات بالتوقيت العالمي وتُنشر بعد انتهائها، فلا يتغير رقم ولا تكشف المقارنة بين قراءتين عن قضية بعينها. وحيث يكون كل شيء للتدريب تُنشر السنة الجارية أيضا.
statistics-method-median = لا يُذكر الوسيط إلا لخمسة طلبات فأكثر، بالأيام الكاملة، من الإرسال أو الوصول إلى أول قرار. والملف لدى من عليه أن يتصرف تاليا.
statistics-reproduce = احسبوا بأنفسكم، أو احصلوا على الأرقام نفسها برمجيا:
statistics-licence = يجوز لأي شخص نسخ هذه الأرقام وتعديلها ونشرها لأي غرض دون استئذان. يُرجى ذكر السلطة والسنة.
statistics-outcome-open = لم يُبت فيه بعد
statistics-outcome-granted = مُنح
statistics-outcome-on-conditions = مُنح بشروط
statistics-outcome-in-part = مُنح جزئيا
statistics-outcome-refused = مرفوض
statistics-outcome-postponed = مؤجل
statistics-outcome-returned = معاد لعدم القبول
statistics-outcome-withdrawn = مسحوب
statistics-outcome-lapsed = منقضٍ
statistics-outcome-undecided = مغلق دون قرار
