# То, что приходит извне: открытые дела из файла и запросы на бумаге.

import = Импорт открытых дел
import-not-yours = Дела импортируют те, кто составляет запросы или регистрирует поступившие.
import-about = Каждая строка файла — одно дело. Ваш запрос становится проектом; поступивший регистрируется и учитывается, когда его подтвердит второй сотрудник.
import-about-gates = Ничто импортированное не проходит контрольных точек. Строка узнаётся по старому номеру: импортированная дважды, она создаётся один раз.
import-waits = Ваш файл проверен. Посмотрите, как он обстоит.
import-source = Название картотеки, из которой взяты дела
import-source-hint = Из каждой старый номер импортируется один раз. Всегда используйте одно и то же название.
import-source-wrong = Дайте название не длиннее 100 знаков
import-file = Файл CSV в кодировке UTF-8
import-most = { $count ->
    [one] Не более { $count } строки и 8 МиБ; между ячейками запятые, точки с запятой или табуляция
    [few] Не более { $count } строк и 8 МиБ; между ячейками запятые, точки с запятой или табуляция
    [many] Не более { $count } строк и 8 МиБ; между ячейками запятые, точки с запятой или табуляция
   *[other] Не более { $count } строки и 8 МиБ; между ячейками запятые, точки с запятой или табуляция
}
import-file-missing = Выберите файл
import-too-large = Файл больше 8 МиБ: разделите его
import-no-room = Идёт другой импорт. Дождитесь его окончания и попробуйте снова.
import-try = Проверить файл
import-columns = Столбцы
import-example = Пустой файл с одним примером
import-column = Столбец
import-needed = Обязателен
import-belongs = Что здесь должно быть
import-column-direction = outgoing: ваш запрос; incoming: поступивший
import-column-instrument = Код документа, например UNCC
import-column-measure = Название меры, как в файле правил
import-column-counterpart = Код другого государства из двух букв
import-column-title = Заголовок без имён
import-column-old-reference = Номер в ваших собственных делах
import-column-follows = Запрос, из которого он вытекает: его номер здесь или старый номер строки выше
import-column-language = Код языка запроса; нужен для поступившего
import-column-received-on = День получения: год, месяц, день; нужен для поступившего
import-column-their-reference = Номер другого государства; нужен для поступившего
import-column-channel = «post», «diplomatic_bag», «email» или «interpol»; нужен для поступившего
import-column-paper = Имя файла с документом, для поступившего
import-column-sha256 = SHA-256 этого файла; нужно либо это, либо имя
import-column-content = Поле формы меры, например content.facts или content.items.1.item
import-report = Что из этого получится
import-result = Что из этого получилось
import-running = Готово строк: { $count } из { $all }
import-running-about = Импорт продолжается, пока вы заняты другим. Если он прервётся, импортируйте тот же файл снова: он продолжится с того же места.
import-look-again = Посмотреть снова
import-stopped = Импорт остановился до конца. Ничего не потеряно: импортируйте тот же файл снова, когда причина будет устранена.
import-count-ready = { $count ->
    [one] Можно импортировать { $count } строку
    [few] Можно импортировать { $count } строки
    [many] Можно импортировать { $count } строк
   *[other] Можно импортировать { $count } строки
}
import-count-imported = { $count ->
    [one] Импортирована { $count } строка
    [few] Импортированы { $count } строки
    [many] Импортировано { $count } строк
   *[other] Импортировано { $count } строки
}
import-count-before = { $count ->
    [one] { $count } строка импортирована раньше
    [few] { $count } строки импортированы раньше
    [many] { $count } строк импортировано раньше
   *[other] { $count } строки импортировано раньше
}
import-count-wrong = { $count ->
    [one] Ошибки в { $count } строке
    [few] Ошибки в { $count } строках
    [many] Ошибки в { $count } строках
   *[other] Ошибки в { $count } строки
}
import-count-refused = { $count ->
    [one] Отклонена { $count } строка
    [few] Отклонены { $count } строки
    [many] Отклонено { $count } строк
   *[other] Отклонено { $count } строки
}
import-missing = { $count ->
    [one] Ещё не хватает { $count } поля
    [few] Ещё не хватает { $count } полей
    [many] Ещё не хватает { $count } полей
   *[other] Ещё не хватает { $count } поля
}
import-more = { $count ->
    [one] Ещё { $count } строка не показана
    [few] Ещё { $count } строки не показаны
    [many] Ещё { $count } строк не показано
   *[other] Ещё { $count } строки не показано
}
import-begin = { $count ->
    [one] Импортировать { $count } дело
    [few] Импортировать { $count } дела
    [many] Импортировать { $count } дел
   *[other] Импортировать { $count } дела
}
import-begin-about = Каждое дело получит номер и запись в журнале. Это нельзя отменить; проекты можно отозвать по одному.
import-another = Выбрать другой файл
import-wrong = Что неверно
import-wrong-about = Пока что-либо неверно, ничего не импортируется. Исправьте файл и проверьте его снова.
import-line = Строка
import-found = Что здесь стоит
import-lines = Строка за строкой
import-case = Дело
import-state = Состояние
import-became = Запрос
import-alike = Похоже на { $what }
import-state-ready = Готова
import-state-imported = Импортирована
import-state-before = Импортирована раньше
import-state-wrong = Ошибка
import-state-refused = Отклонена
import-wrong-utf8 = Отсюда файл не в кодировке UTF-8
import-wrong-nothing = Под названиями столбцов нет ни одной строки
import-wrong-most = Не более { $what }
import-wrong-column = Такого столбца нет
import-wrong-twice = Стоит дважды: нужно один раз
import-wrong-empty = Здесь должно что-то стоять
import-wrong-uneven = Число ячеек в строке не равно числу столбцов: { $what }. Не пропущена ли кавычка?
import-wrong-form = Написано не так, как требует форма
import-wrong-one-of = Здесь должно быть:
import-wrong-number = Число
import-wrong-least = Не менее { $what }
import-wrong-state = Код другого государства, известного правилам
import-wrong-not-in-force = Документ не вступил в силу, и это государство не согласилось его применять
import-wrong-future = День, который уже наступил
import-wrong-field = В форме этой меры нет такого поля. В ней есть: { $what }
import-wrong-has-to-follow = Эта мера должна вытекать из более раннего запроса: назовите его в столбце follows
import-wrong-follows = Запрос, который вы можете видеть, или строка выше: с тем же государством и документом и нужного вида
import-wrong-direction = Ничего: этот столбец для запросов в другом направлении
import-wrong-paper = Имя файла среди документов с указанным здесь SHA-256
import-wrong-not-yours = Ваши роли не позволяют начать этот запрос
record = Зарегистрировать запрос на бумаге
record-not-yours = Запросы на бумаге регистрирует центральный орган или контактный пункт.
record-about = Вы регистрируете запрос другого государства, поступивший на бумаге. Он учитывается, когда второй сотрудник сверит запись с документом.
record-from = Государство, которое запрашивает
record-title = Заголовок
record-title-hint = Несколько слов без имён: они видны в списках
record-reference = Номер запрашивающего государства
record-reference-hint = Как он стоит на бумаге
record-reference-missing = Напишите номер, не длиннее 100 знаков
record-day = День получения
record-day-missing = Выберите день
record-paper = Скан документа
record-too-large = Документ больше 16 МиБ: разделите его
record-content = Что говорится в документе
record-content-about = Перепишите то, что там стоит, и оставьте пустым то, чего нет. Удовлетворить можно только записанное здесь.
record-alike = Скажите, другой ли это запрос
record-alike-about = Запрос с таким номером уже поступал от этого государства. Этот похож на:
record-another = Это другой запрос: зарегистрировать его
record-save = Зарегистрировать запрос
request-their-reference = Номер запрашивающего государства
request-received-on = Получен
request-old-reference = Старый номер
entry-origin-noted = Отмечено происхождение
help-intake = То, что приходит извне
help-intake-paper = Запрос на бумаге регистрируется из очереди вместе со сканом. Второй сотрудник подтверждает его, прежде чем он учитывается.
help-intake-file = Открытые дела импортируются из файла. Сначала он проверяется: таблица строка за строкой говорит, что неверно.
