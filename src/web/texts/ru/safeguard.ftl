# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

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
