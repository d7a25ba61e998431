# Тексты страниц на русском языке. Идентификаторы одинаковы во всех языках; вместо `$count` и `$what` подставляются значения.

service-name = Comity
skip-to-content = Перейти к содержанию
language-of-pages = Язык
navigation = Разделы
training = Учебный режим: ни один запрос здесь не является настоящим.
not-in-force = { $what }: этот документ не вступил в силу. Здесь он применяется в учебных целях либо потому, что оба государства договорились его применять.
translation-draft = Проект перевода: с официальным текстом Конвенции никем не сверен.

error-prefix = Ошибка:
error-summary = Возникла проблема
error-trace = При обращении к оператору по этому поводу укажите:
back = Назад
cancel = Отменить

sign-in = Вход
sign-in-button = Войти
sign-in-name = Имя пользователя
sign-in-name-hint = Выдано вашим администратором, например anna.lindqvist
sign-in-password = Пароль
sign-in-agreement = Ваши действия записываются в журнал, который могут проверить посторонние лица. Неверные пароли замедляют повторные попытки, но никогда не приводят к блокировке.
sign-in-refused = Имя пользователя или пароль указаны неверно.
sign-in-temporary = Ваш пароль выбран другим лицом. Сначала выберите собственный пароль.
sign-in-slowed = Слишком много неверных попыток. Подождите немного и повторите попытку. На этот раз проверка не проводилась.
sign-in-needed = Сначала войдите в систему. После этого вы вернётесь на нужную страницу.
sign-in-ends = Сеанс завершается через 30 минут без нажатий, но не позднее чем через 10 часов.
sign-out = Выйти
signed-out = Вы вышли из системы.

password-choose = Выбрать пароль
password-old = Прежний пароль
password-new = Новый пароль
password-new-hint = Не менее 12 знаков; хорошо подходят несколько слов
password-chosen = Пароль выбран. Войдите с его помощью.

queue = Мои дела
queue-count = { $count ->
    [0] Ожидающих запросов нет
    [one] { $count } запрос
    [few] { $count } запроса
    [many] { $count } запросов
   *[other] { $count } запроса
}
queue-authority = Ожидают наших действий
queue-counterpart = Ожидают действий другого государства
queue-ended = Завершены
queue-empty = Здесь нет ожидающих запросов.
queue-urgent = { $count ->
    [one] Срок по { $count } запросу истекает в течение трёх дней.
    [few] Срок по { $count } запросам истекает в течение трёх дней.
    [many] Срок по { $count } запросам истекает в течение трёх дней.
   *[other] Срок по { $count } запроса истекает в течение трёх дней.
}
queue-reference = Номер и название
queue-with = Другое государство
queue-measure = Мера
queue-stage = Этап
queue-due = Срок
queue-no-date = Без даты
overdue = Просрочено
due-soon = Срок близок

request-stage-since = с
request-actions = Что вы можете сделать сейчас
request-actions-none = Сейчас по этому запросу от вас ничего не требуется.
request-in-the-way = Что препятствует
request-others = Шаги, которые вам сейчас недоступны
request-deadlines = Сроки
request-deadlines-none = Ни один срок не течёт.
request-paused = приостановлен
request-details = Об этом запросе
request-side = Наша роль
request-side-requesting = Мы — запрашивающее государство
request-side-requested = Мы — запрашиваемое государство
request-counterpart = Другое государство
request-measure = Мера
request-profile = Обязательные гарантии
request-rulebook = Свод правил
request-held-by = Где находится дело
request-held-by-authority = у нас
request-held-by-counterpart = у другого государства
request-ended = Дело завершено
request-content = Содержание запроса
request-content-none = Пока ничего не написано.
request-missing = Ещё не заполнено
request-safeguards = Предстоящие пункты проверки гарантий
request-safeguards-none = На рубежах, через которые ведёт дальнейший путь, гарантий нет.
request-safeguard = Гарантия
request-gate = Рубеж
request-state = Статус
request-documents = Документы
request-documents-none = Документов нет.
request-document-name = Название
request-document-type = Тип
request-document-size = Размер в байтах
request-messages = Сообщения
request-messages-none = Сообщения не поступали и не отправлялись.
request-history = Что произошло
request-entry = запись
request-sealed = Этот запрос опечатан, поскольку его таблицы расходятся с журналом. Дальнейшее движение по нему невозможно: сообщите об этом вашему аудитору.
request-deliveries = Передачи материалов

step-confirm = Сделать этот шаг сейчас?
step-effect-to = Запрос переходит на этап
step-effect-sends = Другому государству отправляется сообщение
step-reason = Обоснование
step-reason-hint = Требуется, если шаг возвращает запрос назад, досрочно его завершает или останавливает течение срока. Оно хранится в запечатанном виде; в журнал вносится его криптографическое обязательство.
step-done-to = Теперь запрос находится на этапе: { $what }

answer-title = Пункт проверки гарантий
answer-question = Вопрос
answer-articles = На основании
answer-read = К чему относится ваш ответ
answer-read-hint = Ваш ответ действителен только для этих точных формулировок. Если они изменятся, вопрос будет задан снова.
answer-digest = Хеш-сумма прочитанного вами текста
answer-choose = Ваш ответ
answer-reason = Обоснование
answer-reason-hint = Требуется при отрицательном ответе и во всех случаях, предусмотренных правилами. Оно хранится в запечатанном виде.
answer-later = До какой даты, если вы ответите позднее
answer-save = Сохранить ответ
answer-saved = Ваш ответ сохранён
answer-by = Отвечает
answer-not-yours = На этот вопрос отвечают другие. Здесь вы можете его прочитать.
answer-link = Ответить

outcome-met = Соблюдена
outcome-not-met = Не соблюдена
outcome-met-with-conditions = Соблюдена при условиях
outcome-not-applicable = Неприменима
outcome-deferred = Позднее

state-open = Ожидает ответа
state-cleared = Пройдена
state-blocking = Препятствует
state-stale = Утратила актуальность
state-unconfirmed = Требует подтверждения

gate-authorisation = Санкционирование
gate-sending = Направление
gate-admission = Принятие к рассмотрению
gate-decision = Решение
gate-execution = Исполнение
gate-disclosure = Раскрытие
gate-use = Использование
gate-onward-transfer = Дальнейшая передача
gate-renewal = Продление
gate-validation = Последующее утверждение
gate-refusal = Отказ
gate-postponement = Отсрочка
gate-closing = Закрытие

role-drafting-official = составитель запроса
role-central-authority = центральный орган
role-executing-authority = исполняющий орган
role-judicial-authority = судебный орган
role-rights-reviewer = эксперт по правам человека
role-data-protection-reviewer = эксперт по защите данных
role-point-of-contact = контактный центр
role-auditor = аудитор
role-administrator = администратор

procedures = Процедуры
procedures-about = Порядок движения запросов в обоих государствах с гарантиями на каждом рубеже. Правила представляют собой файлы, которые может прочитать каждый.
procedures-measures = Меры, к которым применяется эта процедура

not-found = Такой страницы нет
not-found-about = Возможно, адрес указан с ошибкой или этот запрос вам недоступен. В обоих случаях ответ одинаков.
failed = Произошёл сбой службы
failed-about = Ваше действие могло быть выполнено или не выполнено: проверьте это, прежде чем его повторять.
too-often = Слишком много обращений
too-often-about = Подождите немного и повторите попытку.
forged = Эта форма получена не от этой службы или устарела
forged-about = Ничего не сделано. Вернитесь назад, загрузите страницу заново и отправьте форму ещё раз.
not-open = Сейчас это сделать нельзя
not-open-about = Возможно, положение запроса изменилось после того, как вы открыли страницу. Просмотрите его снова.

message-in = Получено
message-out = Отправлено
role-system = система

entry-request-begun = Запрос начат
entry-subject-changed = Записано содержание запроса
entry-safeguard-answered = Дан ответ по гарантии
entry-answer-confirmed = Ответ подтверждён
entry-answer-withdrawn = Ответ отозван
entry-transition-taken = Шаг сделан
entry-message-late = Поступило сообщение, которого здесь ничто не ожидает
entry-message-recorded = Зарегистрировано сообщение на бумаге
entry-message-handed-over = Сообщение передано на бумаге
entry-message-held-back = Сообщение поступило раньше своей очереди
entry-message-received-there = Сообщение получено другим государством
entry-deadline-passed = Срок истёк
entry-link-pending = Сообщение по связанному запросу
entry-finding-noted = Отмечено возражение по связанному запросу
entry-attempt-refused = Попытка отклонена
entry-document-added = Документ добавлен
entry-document-read = Документ прочитан
entry-content-disclosed = Текст раскрыт аудитору
entry-official-assigned = Назначен сотрудник
entry-registry-number-given = Присвоен регистрационный номер
entry-request-sealed = Запрос опечатан

instrument-not-in-force = не вступил в силу
instrument-in-force = в силе
