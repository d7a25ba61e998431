# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = Redactar: { $subject }
action-answer = Responder a { $safeguard }
map-title = En qué punto están ambos Estados
map-us = Nuestro lado
map-them = El otro Estado
map-now = Estamos en: { $stage }.
map-next = Posible a continuación: { $stages }.
map-other = El otro Estado, según indican sus mensajes: { $stage }.
map-mark-now = aquí ahora
map-mark-done = superada
map-mark-next = posible a continuación
map-mark-ahead = por delante
map-procedure = Todo el procedimiento, con sus puertas y mensajes
request-head = Último asiento del registro de esta solicitud:
request-registry-number = Número de registro
request-of-others = Pasos de otras personas que no están abiertos
request-content-show = El texto de la solicitud
request-documents-all = Todos los documentos con sus huellas
request-messages-all = Leer la correspondencia
turns-ours = En nuestro poder
turns-theirs = En poder del otro Estado
condition-accepted = Aceptada: vincula
condition-offered = Propuesta, aún no aceptada
condition-drafted = En la decisión, aún no propuesta
condition-binds = Vincula todo uso
use-within = Dentro del fin de la solicitud
use-beyond-with-leave = Más allá del fin, con autorización del otro Estado
use-beyond = Más allá del fin, sin autorización
confidential-yes = Solicitada
confidential-until = Solicitada, hasta el { $until }
confidential-no = No solicitada
ledger-title = Condiciones y límites de uso
ledger-none = Ninguna condición vincula y todavía no se ha entregado nada.
ledger-confidential = Confidencialidad
delivery = Entrega
delivery-items = Elementos a los que responde
delivery-events = { $count ->
    [one] { $count } paso de esta entrega
   *[other] { $count } pasos de esta entrega
}
uses-none = Aún no se ha usado.
uses-title = Usos
use-what = Qué se hizo
use-when = Cuándo
use-purpose = Fin
use-digest = Huella del texto
history-earlier = { $count ->
    [one] { $count } asiento anterior
   *[other] { $count } asientos anteriores
}
letter-waiting = Por enviar
letter-handed-over = Entregado
letter-recorded = Por confirmar
letter-heard = Recibido
letter-late = Llegó tarde
letter-held-back = Espera su turno
letter-rejected = Rechazado
time-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
time-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
too-often-seconds = { $count ->
    [one] Espere { $count } segundo.
   *[other] Espere { $count } segundos.
}
step-refused = Esto no se hizo
step-changed = La solicitud está ahora en: { $stage }. Lo que escribió se conserva más abajo.
step-kept = Lo que escribió
step-to-the-request = Ir a la solicitud
step-think-twice = Antes de continuar
step-stops-request = Esto pone fin a lo solicitado.
step-final = No puede deshacerse: después ya no podrá hacerse nada.
step-cannot-be-called-back = El mensaje que sale no puede retirarse.
step-message-to = { $message } – a: { $state }
step-starts = Plazos que empiezan a correr
step-stops = Plazos que se detienen
step-pauses = Plazos que se suspenden
step-clock = { $clock } ({ $length })
step-reason-needed = Necesario
step-reason-free = Si lo desea
step-reason-why = Este paso hace retroceder la solicitud, le pone fin antes de tiempo o detiene un plazo: diga por qué. Su texto se conserva sellado; el registro contiene un compromiso criptográfico de él.
step-reason-may = Acompañan al mensaje enviado al otro Estado.
