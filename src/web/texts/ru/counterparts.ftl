# Other States. Ids are the same in every language; `$count` and `$what` are filled in.

counterparts = Другие государства
counterparts-count = { $count ->
    [one] { $count } государство
    [few] { $count } государства
    [many] { $count } государств
   *[other] { $count } государства
}
counterparts-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
counterparts-years = { $count ->
    [one] { $count } год
    [few] { $count } года
    [many] { $count } лет
   *[other] { $count } года
}
counterparts-search = Название государства
counterparts-search-button = Найти
counterparts-none = Государства с таким названием нет. Недостающее добавляют в файл правил parties.toml: попросите администратора.
counterparts-show-all = Показать все
counterparts-state = Государство
counterparts-bound = Подписание и ратификация
counterparts-signed = Подписано { $what }
counterparts-signed-day-unknown = Подписано, по сообщениям; день неизвестен
counterparts-ratified = ратифицировано { $what }, по сообщениям
counterparts-made-up = Вымышленное государство, только для обучения
counterparts-confidence = Откуда известно
counterparts-known-treaty-lists = собрание договоров ООН или национальный перечень
counterparts-known-reported = вторичный источник; требует подтверждения
counterparts-known-inferred = выведено из числа подписей; требует подтверждения
counterparts-known-training = придумано для обучения
counterparts-instruments = Указано в
counterparts-reply = Медиана дней до решения по нашим запросам
counterparts-reply-unknown = Не указывается: за завершённый год решено меньше пяти
counterparts-languages = Принимаемые языки
counterparts-channels = Каналы
counterparts-contact = На связи
counterparts-contact-always = На связи круглосуточно
counterparts-always = Круглосуточно
counterparts-hours = По рабочим дням, { $what }
counterparts-office-hours = В рабочие часы
counterparts-authority = Центральный орган
counterparts-dual = Обоюдное признание деяния преступлением
counterparts-dual-required = Требуется везде, где допускает право
counterparts-dual-intrusive = Требуется для мер серьёзного вмешательства
counterparts-dual-not-required = Не требуется
counterparts-yes = Да
counterparts-no = Нет
counterparts-unknown = Неизвестно
counterparts-outdated = Не проверено 12 месяцев
counterparts-outdated-do = Уточните у другого государства, прежде чем полагаться на это.
counterparts-declared = Что оно заявило о получаемых запросах
counterparts-declared-none = Здесь ничего не известно и ничего не предполагается. Спросите у государства о языках, каналах и условиях.
counterparts-verified = Последняя проверка
counterparts-never-verified = Никогда
counterparts-thresholds = Наименьшее максимальное наказание
counterparts-conditions = Что оно хочет найти в запросе
counterparts-touching = Оговорки, касающиеся мер
counterparts-reservations = Оговорки к Конвенции
counterparts-none-known = Неизвестны.
counterparts-all-measures = все меры
counterparts-agreements = Договорённости с ним
counterparts-agreements-none = Договорённостей не записано.
counterparts-agreed-on = достигнута
counterparts-waits = ждёт второго администратора
counterparts-counts = действует
counterparts-is-ended = прекращена
counterparts-recorded = Записана
counterparts-confirmed = Подтверждена вторым администратором
counterparts-ended = Прекращена
counterparts-changes = История изменений
counterparts-changes-about = Сказанное здесь записано в своде правил и меняется с ним; каждая договорённость — запись журнала. Свод:
counterparts-before = Перед отправкой: { $what }
counterparts-before-about = Заявленное другим государством в сравнении с запросом. Это предупреждение, оно ничего не запрещает: решаете вы.
counterparts-before-well = Не найдено ничего, из-за чего запрос могут вернуть.
counterparts-before-unknown = О заявлениях этого государства ничего не известно, поэтому сказать нечего.
counterparts-likely = Могут вернуть, потому что
counterparts-before-not-known = Неизвестно: может подойти или нет
counterparts-before-found-well = Проверено, всё в порядке
counterparts-before-profile = Что заявлено: { $what }
counterparts-before-back = Назад к запросу
counterparts-looked-language = Язык запроса
counterparts-looked-dual = Обоюдное признание деяния преступлением
counterparts-looked-penalty = Наименьшее наказание
counterparts-looked-reservation = Оговорки, касающиеся меры
counterparts-looked-condition = Что оно хочет найти в запросе
counterparts-looked-contact = Есть ли кто-нибудь на месте сейчас
counterparts-because-language = Запрос не на языке, который принимают: { $what }.
counterparts-because-statement-missing = Требуется обоюдное признание деяния преступлением, а в запросе об этом ничего нет.
counterparts-because-statement-weak = Требуется обоюдное признание деяния преступлением, а объяснение очень короткое: назовите тамошнюю норму и почему деяние под неё подпадает.
counterparts-because-penalty = Требуется максимальное наказание не ниже { $what }; в запросе оно меньше.
counterparts-because-penalty-not-said = Требуется максимальное наказание не ниже { $what }; в запросе оно не указано.
counterparts-because-reserved = Оговорка касается этой меры:
counterparts-because-not-there = Хотят найти следующее, а в запросе этого нет:
counterparts-because-see = Перечитайте запрос с учётом этого:
counterparts-because-closed = Сейчас никого нет; по рабочим дням { $what }. Срочное подождёт.
counterparts-language-ar = арабский
counterparts-language-zh = китайский
counterparts-language-en = английский
counterparts-language-fr = французский
counterparts-language-ru = русский
counterparts-language-es = испанский
counterparts-channel-comity = напрямую между системами
counterparts-channel-email = электронная почта
counterparts-channel-post = почта
counterparts-channel-interpol = Интерпол
counterparts-channel-diplomatic = дипломатические каналы
