# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

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
role-system = система
