# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = الانتقال إلى المحتوى

language-of-pages = اللغة

navigation = الأقسام
menu = القائمة

training = لأغراض التدريب: لا يوجد هنا أي طلب حقيقي.

not-in-force = غير نافذ: { $what }.
not-in-force-agreed = وقد اتفقت الدولتان على تطبيقه.

translation-draft = مسودة ترجمة: لم يراجعها أحد على النص الرسمي للاتفاقية.

error-prefix = خطأ:
error-summary = حدثت مشكلة
error-trace = للاستفسار من الجهة المشغّلة عن ذلك، يرجى ذكر:

back = رجوع

cancel = إلغاء

instrument-not-in-force = غير نافذ
instrument-in-force = نافذ

copy = نسخ
copied = تم النسخ
characters-left = الأحرف المتبقية:
session-ending = سيُسجَّل خروجك قريبًا
session-ending-about = يُحفظ ما كتبته مدة من الزمن؛ سجّل الدخول مجددًا ثم تابع.
session-stay = البقاء مسجَّل الدخول
