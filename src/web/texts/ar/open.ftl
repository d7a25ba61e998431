# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = الإجراءات
procedures-about = مسار الطلبات لدى الدولتين، مع الضمانات القائمة عند كل بوابة. والقواعد ملفات يمكن لأي شخص قراءتها.
procedures-measures = التدابير التي تتبع هذا الإجراء
