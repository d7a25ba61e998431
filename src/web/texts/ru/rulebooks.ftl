# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = Своды правил
rulebooks-about = Здесь закон — это файлы: на страницах их никто не правит. Запрос сохраняет свод, с которым начался; его узнают по хешу.
rulebooks-name = Свод
rulebooks-instrument = Договор
rulebooks-status = Состояние
rulebooks-used-by = Запросы с ним
rulebooks-hash = Хеш
rulebooks-offered = С него начинаются новые запросы
rulebooks-kept = Сохраняется для прежних запросов
rulebooks-shipped = поставлен с программой
rulebooks-unsound = Не проходит проверку
rulebooks-unsound-about = По этой программе при таких правилах гарантию можно обойти. Запросы с ними можно только завершить или вернуть, а новые с ними не начинаются.
rulebooks-story = Контрпример, шаг за шагом
rulebooks-unreadable = Не читается
rulebooks-measures = Меры
rulebooks-change = Как меняются правила
rulebooks-change-about = Свод принимают два администратора: один читает, что меняется, и предлагает его, другой подтверждает. С этого времени с него начинаются новые запросы, а открытые сохраняют свой. Правила, позволяющие обойти гарантию, предложить нельзя.
rulebooks-difference = Сравнить два свода
rulebooks-old = Как было
rulebooks-new = Как будет
rulebooks-compare = Сравнить
rulebooks-same = Правила одинаковы.
rulebooks-fell-count = { $count ->
    [one] Защита снизилась в { $count } строке.
    [few] Защита снизилась в { $count } строках.
    [many] Защита снизилась в { $count } строках.
   *[other] Защита снизилась в { $count } строки.
}
rulebooks-rose-count = { $count ->
    [one] Защита возросла в { $count } строке.
    [few] Защита возросла в { $count } строках.
    [many] Защита возросла в { $count } строках.
   *[other] Защита возросла в { $count } строки.
}
rulebooks-doubt = В сомнительном случае изменение считается снижением.
rulebooks-protection = Защита
rulebooks-place = Где
rulebooks-changed = Что изменилось
rulebooks-fell = Снизилась
rulebooks-rose = Возросла
rulebooks-neither = Сказать нельзя
rulebooks-topic-gate = Гарантии на рубежах
rulebooks-topic-role = Кто отвечает и подтверждает
rulebooks-topic-answer = Какие ответы возможны
rulebooks-topic-step = Этапы и шаги
rulebooks-topic-message = Сообщения
rulebooks-topic-clock = Сроки
rulebooks-topic-measure = Меры
rulebooks-topic-ground = Основания и условия
rulebooks-topic-rulebook = Сам свод
rulebooks-topic-form = Формы
rulebooks-topic-source = Источники и государства
rulebooks-topic-text = Тексты для чтения
rulebooks-safeguards = Гарантии по рубежам
rulebooks-safeguards-of = Гарантии по рубежам: { $what }
rulebooks-safeguards-about = Рубеж открывается, когда соблюдена каждая обязательная на нём гарантия. Пропустить её не может никто.
rulebooks-back-to-picture = Процедура в виде схемы
rulebooks-measure = Для какой меры
rulebooks-show = Показать
rulebooks-side-requesting = В запрашивающем государстве
rulebooks-side-requested = В запрашиваемом государстве
rulebooks-side-holding = При каждой передаче
rulebooks-gate = Рубеж
rulebooks-steps = Шаги через него
rulebooks-no-safeguard = Для этой меры здесь нет обязательных гарантий.
rulebooks-answers = Кто отвечает
rulebooks-confirms = подтверждает
rulebooks-binds = Обязательна при
rulebooks-hard = Отказ окончателен
