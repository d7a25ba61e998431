# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = Перейти к содержанию

language-of-pages = Язык

navigation = Разделы
menu = Меню

training = Учебный режим: ни один запрос здесь не является настоящим.

not-in-force = Не вступил в силу документ: { $what }.
not-in-force-agreed = Оба государства договорились его применять.

translation-draft = Проект перевода: с официальным текстом Конвенции никем не сверен.

error-prefix = Ошибка:
error-summary = Возникла проблема
error-trace = При обращении к оператору по этому поводу укажите:

back = Назад

cancel = Отменить

instrument-not-in-force = не вступил в силу
instrument-in-force = в силе

copy = Копировать
copied = Скопировано
characters-left = Осталось знаков:
session-ending = Скоро вы выйдете из системы
session-ending-about = Введённое хранится некоторое время; войдите снова и продолжайте.
session-stay = Остаться в системе
