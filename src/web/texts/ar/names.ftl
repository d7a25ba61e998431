# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

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
role-system = النظام
