# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

answer-title = نقطة التحقق من الضمانات
answer-question = السؤال
answer-articles = استناداً إلى
answer-read = ما تتعلق به إجابتكم
answer-read-hint = لا تسري إجابتكم إلا على هذا النص بعينه. وإذا تغيّر النص، طُرح السؤال من جديد.
answer-digest = البصمة الرقمية لما اطلعتم عليه
answer-choose = إجابتكم
answer-reason = الأسباب
answer-reason-hint = تلزم في حالة الإجابة بالنفي وحيثما تقتضيها القواعد. وتُحفظ مختومة.
answer-later = حتى أي تاريخ، في حالة الإجابة لاحقاً
answer-save = حفظ الإجابة
answer-saved = تم حفظ إجابتكم
answer-by = المكلَّف بالإجابة
answer-not-yours = يجيب عن هذا السؤال آخرون. ويمكنكم قراءته هنا.
answer-link = الإجابة
