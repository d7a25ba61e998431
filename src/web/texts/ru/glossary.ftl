# The glossary. Ids are the same in every language.

glossary-title = Юридические термины
glossary-about = Термины, которых придерживаются эти страницы и своды правил на этом языке.
glossary-none = Страницы написаны на английском языке: сравнивать нечего.
glossary-unchecked = Не все термины сверены с заверенным текстом Конвенции. До тех пор перевод на этот язык является проектом.
glossary-english = Английский
glossary-term = Термин
glossary-confidence = Степень надёжности
glossary-checked = Кем сверено
glossary-nobody = пока никем
glossary-standing = Устоявшийся термин прежних конвенций Организации Объединенных Наций
glossary-text-read = Прочитан в тексте самой Конвенции
glossary-secondary = Встречен в тексте о Конвенции либо в Будапештской конвенции
glossary-rendering = Наилучший перевод, подлежит сверке с Конвенцией
