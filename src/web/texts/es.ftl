# Lo que dicen las páginas, en español. Los identificadores son los mismos en todos los idiomas; `$count` y `$what` se sustituyen.

service-name = Comity
skip-to-content = Ir al contenido
language-of-pages = Idioma
navigation = Secciones
training = Ejercicio de formación: ninguna solicitud que figura aquí es real.
not-in-force = { $what }: este instrumento no está en vigor. Se aplica aquí con fines de formación, o porque ambos Estados acordaron aplicarlo.
translation-draft = Proyecto de traducción: nadie lo ha cotejado con el texto oficial de la Convención.

error-prefix = Error:
error-summary = Se ha producido un problema
error-trace = Para consultar al operador al respecto, indique:
back = Volver
cancel = Cancelar

sign-in = Inicio de sesión
sign-in-button = Iniciar sesión
sign-in-name = Nombre de usuario
sign-in-name-hint = Tal como se lo facilitó su administrador, por ejemplo anna.lindqvist
sign-in-password = Contraseña
sign-in-agreement = Lo que usted hace aquí queda inscrito en un registro que terceros pueden verificar. Las contraseñas incorrectas ralentizan los intentos, pero nunca bloquean la cuenta.
sign-in-refused = El nombre de usuario o la contraseña no son correctos.
sign-in-temporary = Su contraseña fue elegida por otra persona. Elija primero la suya.
sign-in-slowed = Demasiados intentos fallidos. Espere un momento y vuelva a intentarlo. Esta vez no se ha comprobado nada.
sign-in-needed = Inicie sesión primero. Después volverá a la página que deseaba.
sign-in-ends = La sesión se cierra tras 30 minutos sin ningún clic y, a más tardar, al cabo de 10 horas.
sign-out = Cerrar sesión
signed-out = Ha cerrado la sesión.

password-choose = Elegir su contraseña
password-old = Contraseña actual
password-new = Contraseña nueva
password-new-hint = 12 caracteres o más; unas pocas palabras son adecuadas
password-chosen = Su contraseña ha quedado elegida. Inicie sesión con ella.

queue = Mis expedientes
queue-count = { $count ->
    [0] Ninguna solicitud pendiente
    [one] { $count } solicitud
   *[other] { $count } solicitudes
}
queue-authority = Pendientes de nuestra parte
queue-counterpart = Pendientes del otro Estado
queue-ended = Finalizadas
queue-empty = No hay ninguna solicitud pendiente aquí.
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

request-stage-since = desde el
request-actions = Lo que puede hacer ahora
request-actions-none = Por el momento no tiene que hacer nada con esta solicitud.
request-in-the-way = Lo que lo impide
request-others = Pasos que por ahora no puede dar
request-deadlines = Plazos
request-deadlines-none = No corre ningún plazo.
request-paused = suspendido
request-details = Acerca de esta solicitud
request-side = Nuestra función
request-side-requesting = Somos el Estado requirente
request-side-requested = Somos el Estado requerido
request-counterpart = El otro Estado
request-measure = Medida
request-profile = Salvaguardias obligatorias
request-rulebook = Compendio de normas
request-held-by = Dónde está el expediente
request-held-by-authority = en nuestro poder
request-held-by-counterpart = en poder del otro Estado
request-ended = Expediente finalizado
request-content = Contenido de la solicitud
request-content-none = Todavía no se ha redactado nada.
request-missing = Falta por completar
request-safeguards = Próximos puntos de control de salvaguardias
request-safeguards-none = No hay ninguna salvaguardia en las puertas por las que se avanza desde aquí.
request-safeguard = Salvaguardia
request-gate = Puerta
request-state = Situación
request-documents = Documentos
request-documents-none = Ningún documento.
request-document-name = Nombre
request-document-type = Tipo
request-document-size = Tamaño en bytes
request-messages = Mensajes
request-messages-none = No se ha recibido ni enviado ningún mensaje.
request-history = Lo que ha sucedido
request-entry = asiento
request-sealed = Esta solicitud está precintada porque sus tablas y su registro no coinciden. Ya nada la hace avanzar: avise a su auditor.
request-deliveries = Entregas

step-confirm = ¿Dar este paso ahora?
step-effect-to = La solicitud pasa a
step-effect-sends = Se envía un mensaje al otro Estado
step-reason = Motivos
step-reason-hint = Son necesarios cuando un paso hace retroceder la solicitud, le pone fin anticipadamente o detiene un plazo. Se conservan sellados; el registro contiene un compromiso criptográfico de ellos.
step-done-to = La solicitud se encuentra ahora en la etapa siguiente: { $what }

answer-title = Punto de control de salvaguardias
answer-question = La pregunta
answer-articles = Con fundamento en
answer-read = Aquello a lo que se refiere su respuesta
answer-read-hint = Su respuesta vale únicamente para estos términos exactos. Si cambian, se vuelve a formular la pregunta.
answer-digest = Huella criptográfica de lo que ha leído
answer-choose = Su respuesta
answer-reason = Motivos
answer-reason-hint = Son necesarios para una respuesta negativa y siempre que las normas los exijan. Se conservan sellados.
answer-later = Hasta cuándo, si responde más adelante
answer-save = Guardar la respuesta
answer-saved = Su respuesta ha quedado guardada
answer-by = Responde
answer-not-yours = Corresponde a otras personas responder a esta pregunta. Puede leerla aquí.
answer-link = Responder

outcome-met = Cumplida
outcome-not-met = No cumplida
outcome-met-with-conditions = Cumplida con condiciones
outcome-not-applicable = No aplicable
outcome-deferred = Más adelante

state-open = Abierta
state-cleared = Resuelta
state-blocking = Impide avanzar
state-stale = Desactualizada
state-unconfirmed = Por confirmar

gate-authorisation = Autorización
gate-sending = Envío
gate-admission = Admisión
gate-decision = Decisión
gate-execution = Ejecución
gate-disclosure = Revelación
gate-use = Utilización
gate-onward-transfer = Transferencia ulterior
gate-renewal = Prórroga
gate-validation = Validación
gate-refusal = Denegación
gate-postponement = Aplazamiento
gate-closing = Cierre

role-drafting-official = funcionario redactor
role-central-authority = autoridad central
role-executing-authority = autoridad de ejecución
role-judicial-authority = autoridad judicial
role-rights-reviewer = examinador de derechos humanos
role-data-protection-reviewer = examinador de protección de datos
role-point-of-contact = punto de contacto
role-auditor = auditor
role-administrator = administrador

procedures = Procedimientos
procedures-about = El recorrido de las solicitudes en ambos Estados, con las salvaguardias de cada puerta. Las normas son archivos que cualquiera puede leer.
procedures-measures = Medidas que lo siguen

not-found = Esa página no existe
not-found-about = Es posible que la dirección contenga un error, o que la solicitud no sea una de las que usted puede consultar. La respuesta es la misma en ambos casos.
failed = El servicio ha fallado
failed-about = Es posible que su operación se haya realizado o que no: compruébelo antes de repetirla.
too-often = Demasiadas llamadas al servicio
too-often-about = Espere un momento y vuelva a intentarlo.
forged = Este formulario no procede de este servicio o es demasiado antiguo
forged-about = No se ha hecho nada. Vuelva atrás, cargue de nuevo la página y envíe otra vez el formulario.
not-open = Esto no puede hacerse ahora
not-open-about = Es posible que la solicitud haya cambiado desde que usted abrió la página. Consúltela de nuevo.

message-in = Recibido
message-out = Enviado
role-system = el sistema

entry-request-begun = Solicitud iniciada
entry-subject-changed = Contenido de la solicitud redactado
entry-safeguard-answered = Respuesta dada a la salvaguardia
entry-answer-confirmed = Respuesta confirmada
entry-answer-withdrawn = Respuesta retirada
entry-transition-taken = Paso dado
entry-message-late = Mensaje recibido que nada espera aquí
entry-message-recorded = Mensaje en papel registrado
entry-message-handed-over = Mensaje entregado en papel
entry-message-held-back = Mensaje recibido antes de su turno
entry-message-received-there = Mensaje recibido por el otro Estado
entry-deadline-passed = Plazo vencido
entry-link-pending = Mensaje de una solicitud vinculada
entry-finding-noted = Objeción a una solicitud vinculada, consignada
entry-attempt-refused = Intento denegado
entry-document-added = Documento añadido
entry-document-read = Documento leído
entry-content-disclosed = Texto revelado a un auditor
entry-official-assigned = Funcionario asignado
entry-registry-number-given = Número de registro asignado
entry-request-sealed = Solicitud precintada

instrument-not-in-force = no vigente
instrument-in-force = vigente
