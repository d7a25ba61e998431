# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = Отбор
queue-filter-apply = Показать
queue-filter-without = Убрать:
queue-filter-clear = Сбросить все условия
queue-any = Любой
queue-any-date = Любой срок
queue-within-days = { $count ->
    [one] в течение { $count } дня
    [few] в течение { $count } дней
    [many] в течение { $count } дней
   *[other] в течение { $count } дня
}
queue-mine = Только те, над которыми я работаю
queue-none-match = Ничего не найдено. Сбросьте условия, чтобы увидеть все запросы.
queue-new = Составить новый запрос
queue-next = Что вы можете сделать
queue-next-none = Сейчас для вас ничего нет
queue-pages = Страницы списка
queue-first-page = Первая страница
queue-next-page = Следующая страница
queue-count-more = { $count ->
    [one] { $count } запрос или больше
    [few] { $count } запроса или больше
    [many] { $count } запросов или больше
   *[other] { $count } запроса или больше
}
