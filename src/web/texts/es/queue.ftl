# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = Filtrar
queue-filter-apply = Mostrar
queue-filter-without = Quitar:
queue-filter-clear = Quitar todos los filtros
queue-any = Cualquiera
queue-any-date = Cualquier plazo
queue-within-days = { $count ->
    [one] en { $count } día
   *[other] en { $count } días
}
queue-mine = Solo aquellas en las que trabajo
queue-none-match = Ninguna solicitud coincide. Quite los filtros para verlas todas.
queue-new = Redactar una nueva solicitud
queue-next = Lo que puede hacer
queue-next-none = Nada para usted por ahora
queue-pages = Páginas de la lista
queue-first-page = Primera página
queue-next-page = Página siguiente
queue-count-more = { $count ->
    [one] { $count } solicitud o más
   *[other] { $count } solicitudes o más
}
