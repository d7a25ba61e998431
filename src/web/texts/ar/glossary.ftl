# The glossary. Ids are the same in every language.

glossary-title = المصطلحات القانونية
glossary-about = المصطلحات التي تلتزم بها هذه الصفحات ومجموعات القواعد في هذه اللغة.
glossary-none = كُتبت الصفحات بالإنكليزية: لا يوجد ما يُقارن.
glossary-unchecked = لم تُراجَع جميع المصطلحات على النص المصدَّق للاتفاقية. وحتى ذلك الحين تظل هذه اللغة مسودة ترجمة.
glossary-english = بالإنكليزية
glossary-term = المصطلح
glossary-confidence = درجة الموثوقية
glossary-checked = راجعه
glossary-nobody = لا أحد بعد
glossary-standing = مصطلح ثابت في اتفاقيات سابقة للأمم المتحدة
glossary-text-read = مقروء في نص الاتفاقية نفسها
glossary-secondary = ورد في نص عن الاتفاقية أو في اتفاقية بودابست
glossary-rendering = أفضل ترجمة، يتعين مراجعتها على الاتفاقية
