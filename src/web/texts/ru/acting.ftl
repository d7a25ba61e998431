# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = Написать: { $subject }
action-answer = Ответить: { $safeguard }
map-title = Где находятся обе стороны
map-us = Наша сторона
map-them = Другое государство
map-now = Мы на этапе: { $stage }.
map-next = Возможно далее: { $stages }.
map-other = Другое государство, насколько видно из его сообщений: { $stage }.
map-mark-now = сейчас здесь
map-mark-done = пройден
map-mark-next = возможен далее
map-mark-ahead = впереди
map-procedure = Вся процедура с рубежами и сообщениями
request-head = Последняя запись журнала этого запроса:
request-registry-number = Регистрационный номер
request-of-others = Шаги других лиц, пока закрытые
request-content-show = Текст запроса
request-documents-all = Все документы с хешами
request-messages-all = Читать переписку
turns-ours = У нас
turns-theirs = У другого государства
condition-accepted = Принято: обязывает
condition-offered = Предложено, ещё не принято
condition-drafted = В решении, ещё не предложено
condition-binds = Обязывает при любом использовании
use-within = В пределах цели запроса
use-beyond-with-leave = За пределами цели, с согласия другого государства
use-beyond = За пределами цели, без согласия
confidential-yes = Запрошена
confidential-until = Запрошена, до { $until }
confidential-no = Не запрошена
ledger-title = Условия и пределы использования
ledger-none = Условий нет, и ничего ещё не передано.
ledger-confidential = Конфиденциальность
delivery = Передача
delivery-items = Пункты, на которые она отвечает
delivery-events = { $count ->
    [one] { $count } шаг этой передачи
    [few] { $count } шага этой передачи
    [many] { $count } шагов этой передачи
   *[other] { $count } шага этой передачи
}
uses-none = Ещё не использовано.
uses-title = Использование
use-what = Что сделано
use-when = Когда
use-purpose = Цель
use-digest = Хеш текста
history-earlier = { $count ->
    [one] { $count } более ранняя запись
    [few] { $count } более ранние записи
    [many] { $count } более ранних записей
   *[other] { $count } более ранней записи
}
letter-waiting = К отправке
letter-handed-over = Передано
letter-recorded = Ждёт подтверждения
letter-heard = Получено
letter-late = Пришло поздно
letter-held-back = Ждёт очереди
letter-rejected = Отклонено
time-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
time-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
    [many] { $count } часов
   *[other] { $count } часа
}
too-often-seconds = { $count ->
    [one] Подождите { $count } секунду.
    [few] Подождите { $count } секунды.
    [many] Подождите { $count } секунд.
   *[other] Подождите { $count } секунды.
}
step-refused = Это не выполнено
step-changed = Сейчас запрос на этапе: { $stage }. Введённое вами сохранено ниже.
step-kept = Что вы ввели
step-to-the-request = Перейти к запросу
step-think-twice = Прежде чем продолжить
step-stops-request = Это прекращает то, о чём просили.
step-final = Это необратимо: после этого ничего сделать будет нельзя.
step-cannot-be-called-back = Отправленное сообщение отозвать нельзя.
step-message-to = { $message } – кому: { $state }
step-starts = Сроки, которые начнутся
step-stops = Сроки, которые прекратятся
step-pauses = Сроки, которые приостановятся
step-clock = { $clock } ({ $length })
step-reason-needed = Обязательно
step-reason-free = По желанию
step-reason-why = Этот шаг возвращает запрос, завершает его досрочно или останавливает срок: объясните почему. Ваш текст хранится запечатанным; в журнале — криптографическое обязательство.
step-reason-may = Она будет отправлена вместе с сообщением другому государству.
