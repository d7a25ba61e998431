# Coming in and going out. Ids are the same in every language; `$count` and `$what` are filled in.

sign-in = تسجيل الدخول
sign-in-button = تسجيل الدخول
sign-in-name = اسم المستخدم
sign-in-name-hint = كما قدّمه إليكم المسؤول عن إدارة النظام، مثل anna.lindqvist
sign-in-password = كلمة المرور
sign-in-agreement = يُدوَّن ما تقومون به هنا في سجل يمكن لجهات خارجية التحقق منه. وكلمات المرور الخاطئة تبطئ المحاولات اللاحقة، ولا تؤدي إلى قفل الحساب أبداً.
sign-in-refused = اسم المستخدم أو كلمة المرور غير صحيح.
sign-in-temporary = اختار شخص آخر كلمة المرور الخاصة بكم. يرجى أولاً اختيار كلمة مرور خاصة بكم.
sign-in-slowed = عدد المحاولات الخاطئة كبير. يرجى الانتظار قليلاً ثم إعادة المحاولة. ولم يجر التحقق من أي شيء هذه المرة.
sign-in-needed = يرجى تسجيل الدخول أولاً. وستعودون بعد ذلك إلى الصفحة المطلوبة.
sign-in-ends = تنتهي الجلسة بعد 30 دقيقة دون أي نقرة، وبعد 10 ساعات على أبعد تقدير.
sign-out = تسجيل الخروج

signed-out = تم تسجيل خروجكم.

password-choose = اختيار كلمة المرور
password-old = كلمة المرور الحالية
password-new = كلمة المرور الجديدة
password-new-hint = 12 حرفاً أو أكثر؛ وتفي بالغرض بضع كلمات
password-chosen = تم اختيار كلمة المرور. يرجى تسجيل الدخول بها.
