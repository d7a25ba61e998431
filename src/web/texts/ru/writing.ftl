# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = Орган и контактное лицо
section-offence = Преступление и факты
section-sought = Что запрашивается
section-safeguards = Заявления о гарантиях
section-arrangements = Как это исполнить
section-urgency = Конфиденциальность и срочность
section-other = Прочее
mark-text = требуется текстом
mark-rulebook = требуется настоящим сводом правил
mark-applies = если применимо
write-title = Составление запроса: что нужно заполнить
write-progress = Заполнено разделов: { $count } из { $all }.
write-complete = Всё обязательное указано.
write-incomplete = Запрос сохранён как есть и может подождать.
write-closed = Сейчас это нельзя изменить, или не вами. Здесь можно прочитать.
write-saved = Сохранено
write-stands-done = Заполнено
write-stands-incomplete = Не полностью
write-stands-missing = Нужно
write-stands-optional = Необязательно
write-attachments = Документы, прилагаемые к запросу
write-attachments-choose = Выбрать прилагаемые документы
write-own-rule = правило настоящего свода
write-stated = Это заявляется
write-leave-open = Не указывать
write-choose = Выберите
write-wrong-missing = заполните это поле
write-wrong-least = не меньше { $what }
write-wrong-most = не больше { $what }
write-wrong-number = напишите число цифрами
write-wrong-date = укажите существующую дату
write-wrong-form = написано не так, как требуется; см. пояснение над полем
write-wrong-twice = это имя указано дважды
write-refused = Это не принято. Написанное вами осталось ниже.
write-optional = (необязательно)
write-nothing-to-choose = Пока выбирать не из чего.
write-unknown = Это поле заполняется через интерфейс для программ.
write-row = № { $what }
write-row-out = Удалить № { $what } при сохранении
write-row-add = Добавить ещё
write-changed = Кто-то тем временем изменил это,
write-changed-by = Тем временем это изменено; автор: { $what },
write-changed-about = Ваш текст не потерян, и ничего не сохранено. Сравните и сохраните свой вариант или оставьте другой.
write-theirs = Что там сейчас
write-keep-theirs = Оставить то, что есть
write-mine = Что написали вы
write-save-mine = Сохранить мой вариант
write-save-on = Сохранить и продолжить
write-save = Сохранить
write-save-later = Сохранить и вернуться позже
write-nothing = Здесь ничего не написано.
write-item = Объект { $what }
write-decision = Составить решение
write-decision-items = Каждый объект запроса
write-decision-item = Объект { $what }: решение
write-decision-granted = Удовлетворить
write-decision-postponed = Оказание помощи отложено, поскольку
write-decision-conditions = Условия оказания помощи
write-decision-condition = Условие
write-decision-words = Словами
write-decision-reasons = Обоснование
write-result = Представить результат
write-result-items = Объекты, на которые он отвечает
write-result-documents = Передаваемые документы
write-result-note = Примечание
write-renewal = Запросить продление
write-renewal-days = Дней сверх нынешнего срока
write-renewal-reasons = Обоснование
write-use = Предложить использование или дальнейшую передачу
write-use-purpose = Для чего используется
write-use-proceedings = В каком производстве
write-use-recipient = Кому передаётся
write-use-keeps = Соблюдаемые условия
write-use-beyond = Выходит за рамки цели, для которой запрашивались доказательства
write-attachments-documents = Документы, прилагаемые к запросу
hint-attachments-documents = Их дайджесты входят в подписываемый текст. Сначала добавьте документы на их странице.
hint-decision-items = Для отказа нужно основание. Незаполненное остаётся без решения.
hint-decision-conditions = После принятия они обязательны для запрашивающего государства.
hint-decision-reasons = Указываются для каждого отказа и каждого условия.
hint-result-documents = Не менее одного; сначала добавьте их на странице документов.
hint-use-beyond = Тогда сначала нужно согласие другого государства.

# Check your answers

check-title = Проверьте ответы
check-read = Прочитать целиком
check-change = Изменить
check-no-documents = К запросу документы не приложены.
check-digest = Дайджест именно этого текста
check-digest-hint = За него отвечают проверяющие, и он подписывается. Изменённое слово даёт другой дайджест.
check-next = Что дальше
check-declare = Продолжая, вы подтверждаете, что на проверку передаётся именно этот текст. На следующей странице сказано, что произойдёт.
check-not-yet = Чего-то ещё не хватает, или отсюда вам недоступен ни один шаг.
check-to-tasks = Вернуться к списку

# A new request

new = Новый запрос
new-begun = { $what }: черновик создан. Ничего не отправлено.
new-step = Вопрос { $count } из { $all }
new-on = Продолжить
new-begin = Создать черновик
new-none = Таких нет.
new-not-yours = Запросы составляют составители и центральный орган.
new-wrong-choice = Выберите заново с начала: чего-то из выбранного нет.
new-choose-one = Выберите один из ответов и продолжайте.
new-wrong-title = Укажите название от 1 до 200 знаков в одну строку
new-state = К какому государству запрос?
new-state-hint = Введите первые буквы названия.
new-instrument = На каком документе он основан?
new-instrument-hint = С этого начинается запрос; позже изменить нельзя.
new-instrument-in-force = Действует
new-instrument-training = Не вступил в силу: здесь только для обучения
new-instrument-agreement = Не вступил в силу: только если оба государства договорились применять
new-measure = Что запрашивается?
new-measure-hint = Сначала наименее интрузивная из достаточных. Проверяющие спросят, почему именно эта.
new-measure-follows = Должна следовать за более ранним запросом.
new-level = Уровень { $what } из 10,
new-levels-low = Малоинтрузивные: уровни 0–2
new-levels-middle = Умеренные: уровни 3 и 4
new-levels-high = Интрузивные, два сотрудника на большем числе шагов: уровни 5–7
new-levels-highest = Наиболее интрузивные: уровни 8–10
new-follows = Следует ли он за более ранним запросом?
new-follows-hint = Например, за обеспечением сохранности: тогда сроки связываются.
new-follows-needed = Эта мера должна следовать за одним из них.
new-follows-none = Ни за каким
new-language = На каком языке составляется запрос?
new-language-hint = Это язык документа, а не страниц. Он должен быть приемлем для запрашиваемого государства.
new-title = Как он называется в списках?
new-title-hint = Несколько слов без имён людей: в списках они видны открыто.
kind-documents = Документы и записи.
kind-data = Хранимые электронные данные.
kind-persons = Заслушание или перевод лица.
kind-property = Замораживание, арест или конфискация имущества.
kind-live = Сбор в реальном времени.
kind-emergency = Предотвращение чрезвычайной ситуации.
kind-transmission = Передача сведений по собственной инициативе.

# Documents

papers-title = Документы
papers-language = Язык документов
papers-files = Добавляемые документы
papers-files-hint = До 20 за раз, каждый не более { $what }. Они запечатываются при поступлении.
papers-upload = Загрузить
papers-none = Документов пока нет.
papers-read-hint = Каждое скачивание оставляет запись в журнале. В браузере ничего не открывается.
papers-size = Размер
papers-digest = SHA-256
papers-added-by = Добавил(а)
papers-by-message = получено с сообщением
papers-wrong-broken = Загрузка пришла не целиком. Отправьте ещё раз то, чего нет в таблице.
papers-wrong-none = Выберите хотя бы один документ
papers-wrong-large = Документ больше допустимого: разделите его
papers-wrong-file = Документ нельзя сохранить в таком виде

# Coded values of the content schemas

value-S-A = Преступление, признанное таковым Конвенцией (S-A)
value-S-B = Электронные доказательства преступления по Конвенции (S-B)
value-S-C = Электронные доказательства другого серьёзного преступления (S-C)
value-subscriber = Сведения об абонентах
value-identification = Данные только для идентификации
value-traffic = Данные о трафике
value-content = Данные о содержании
value-other = Другое
value-suspect = Подозреваемый
value-victim = Потерпевший
value-witness = Свидетель
value-expert = Эксперт
value-account-holder = Владелец учётной записи
value-yes = Да
value-no = Нет
value-unknown = Неизвестно
value-life = Жизнь
value-safety = Безопасность
value-life-and-safety = Жизнь и безопасность
value-money = Деньги
value-virtual-asset = Виртуальный актив
value-movable = Движимое имущество
value-immovable = Недвижимое имущество
value-right = Право или требование
value-summons = Повестка
value-judgment = Судебное решение
value-indictment = Обвинительное заключение
value-order = Постановление
value-judicial-authority = Судебный орган
value-executing-authority = Исполняющий орган
value-requested-state = Запрашиваемое государство
value-requesting-state = Запрашивающее государство
value-lent-by-requesting-state = Предоставлено запрашивающим государством
value-none = Нет
value-given = Дано
value-not-yet = Ещё нет
value-declined = Отказано
value-production-order = Ордер на предоставление
value-investigation-order = Ордер на расследование
value-mutual-assistance = Взаимная правовая помощь

write-left = { $count ->
    [one] Остался { $count } пункт
    [few] Осталось { $count } пункта
    [many] Осталось { $count } пунктов
   *[other] Осталось { $count } пункта
}
write-attached = { $count ->
    [one] { $count } документ
    [few] { $count } документа
    [many] { $count } документов
   *[other] { $count } документа
}
check-missing = { $count ->
    [one] Ещё не хватает или неверно: { $count } пункт
    [few] Ещё не хватает или неверно: { $count } пункта
    [many] Ещё не хватает или неверно: { $count } пунктов
   *[other] Ещё не хватает или неверно: { $count } пункта
}
papers-count = { $count ->
    [one] { $count } документ
    [few] { $count } документа
    [many] { $count } документов
   *[other] { $count } документа
}
papers-added = { $count ->
    [one] Добавлен { $count } документ
    [few] Добавлено { $count } документа
    [many] Добавлено { $count } документов
   *[other] Добавлено { $count } документа
}
