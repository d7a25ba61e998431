# Statistics. Ids are the same in every language; `$count` and `$what` are filled in.

statistics = Статистика
statistics-about = Сколько запросов о взаимной правовой помощи направил и получил этот орган, о чём они были, чем завершились и сколько времени это заняло.
statistics-none = Ни за один год сведений пока нет: они публикуются, когда год завершён. Загляните в январе.
statistics-year = Год
statistics-show = Показать
statistics-period = Период:
statistics-not-over = Год не завершён
statistics-counted-at = Последний подсчёт:
statistics-requesting = Что запросили мы
statistics-requested = Что запросили у нас
statistics-begun = Направлено или получено за год
statistics-decided = Впервые решено за год
statistics-median = Медиана дней до решения
statistics-median-us = из них у нас, медиана
statistics-median-them = из них у другого государства, медиана
statistics-no-median = Слишком мало, чтобы указать
statistics-with-us = У нас
statistics-with-them = У другого государства
statistics-cases = Запросы
statistics-days = Дни
statistics-of = Что подсчитано
statistics-rest = Все прочие вместе
statistics-all = Всего
statistics-few = { $count ->
    [one] менее { $count }
    [few] менее { $count }
    [many] менее { $count }
   *[other] менее { $count }
}
statistics-by-measure = По мерам
statistics-by-instrument = По договорам
statistics-by-counterpart = По другим государствам
statistics-by-outcome = Чем завершились
statistics-by-ground = Основания для отказа или отсрочки
statistics-by-safeguard = Гарантии с отрицательным ответом
statistics-by-holder = У кого было дело, медиана дней
statistics-by-measure-days = Медиана дней до решения, по мерам
statistics-by-counterpart-days = Медиана дней до решения, по другим государствам
statistics-by-year = По годам
statistics-picture = Полосы: сплошные до наименьшего возможного числа, пунктиром до наибольшего. В таблице ниже те же числа.
statistics-withheld = Всего меньше пяти или ни одного: ничего не показано.
statistics-nothing = Показывать нечего.
statistics-file = То же файлом (CSV)
statistics-whole = Всё одним файлом
statistics-whole-file = Все годы, обе стороны (CSV)
statistics-method = Как это подсчитано
statistics-method-log = Подсчёт ведётся только по журналу аудита. Никто ничего не сообщает, и никто не может пропустить дело.
statistics-method-five = Ни одно число не относится меньше чем к пяти запросам, и каждое дано интервалом из пяти, включая итоги: итог за вычетом строк не даёт точного числа.
statistics-method-rest = То, чего меньше пяти, стоит одной строкой со всеми прочими. Эта строка вбирает следующую по малости, пока не наберётся пять: скрытое число нельзя вычислить из остальных.
statistics-method-years = Годы берутся по всемирному времени и публикуются по завершении: числа не меняются, и сравнение двух чтений не выдаст отдельного дела. Там, где всё учебное, публикуется и текущий год.
statistics-method-median = Медиана даётся для пяти запросов и более, в полных днях, от отправки или поступления до первого решения. Дело находится у того, кто должен действовать дальше.
statistics-reproduce = Подсчитайте сами или получите те же числа программой:
statistics-licence = Эти числа каждый может копировать, изменять и публиковать с любой целью без разрешения. Просим указывать орган и год.
statistics-outcome-open = Ещё не решено
statistics-outcome-granted = Удовлетворено
statistics-outcome-on-conditions = Удовлетворено с условиями
statistics-outcome-in-part = Удовлетворено частично
statistics-outcome-refused = Отказано
statistics-outcome-postponed = Отсрочено
statistics-outcome-returned = Возвращено без принятия
statistics-outcome-withdrawn = Отозвано
statistics-outcome-lapsed = Истёк срок
statistics-outcome-undecided = Закрыто без решения
