# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = Mis expedientes
queue-count = { $count ->
    [0] Ninguna solicitud
    [one] { $count } solicitud
   *[other] { $count } solicitudes
}
queue-authority = Por hacer
queue-counterpart = A la espera de otros
queue-ended = Terminado
queue-empty = No hay nada que le espere.
queue-empty-counterpart = No hay nada que espere a otros.
queue-empty-ended = Todavía no ha concluido ninguna solicitud.
queue-urgent = { $count ->
    [one] { $count } solicitud vence en un plazo de tres días.
   *[other] { $count } solicitudes vencen en un plazo de tres días.
}
queue-reference = Referencia y título
queue-with = Otro Estado
queue-measure = Medida
queue-stage = Etapa
queue-due = Vencimiento
queue-no-date = Sin fecha

overdue = Fuera de plazo

due-soon = Vence pronto
