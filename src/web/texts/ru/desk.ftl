# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = Мои дела
queue-count = { $count ->
    [0] Запросов нет
    [one] { $count } запрос
    [few] { $count } запроса
    [many] { $count } запросов
   *[other] { $count } запроса
}
queue-authority = К исполнению
queue-counterpart = Ожидают других
queue-ended = Завершено
queue-empty = Вас ничего не ждёт.
queue-empty-counterpart = Ничто не ждёт других.
queue-empty-ended = Завершённых запросов пока нет.
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
