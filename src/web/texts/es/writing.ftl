# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = Autoridad e interlocutor
section-offence = Delito y hechos
section-sought = Lo que se solicita
section-safeguards = Declaraciones sobre las salvaguardias
section-arrangements = Cómo se ha de ejecutar
section-urgency = Confidencialidad y urgencia
section-other = Otros puntos
mark-text = exigido por el texto
mark-rulebook = exigido por este reglamento
mark-applies = cuando proceda
write-title = Redactar la solicitud: lo que se ha de rellenar
write-progress = Apartados completados: { $count } de { $all }.
write-complete = No falta nada de lo que debe decirse.
write-incomplete = Se guarda tal como está y puede esperar.
write-closed = Esto no puede redactarse ahora, o no por usted. Puede leerlo aquí.
write-saved = Guardado
write-stands-done = Completado
write-stands-incomplete = Incompleto
write-stands-missing = Necesario
write-stands-optional = Optativo
write-attachments = Documentos que acompañan la solicitud
write-attachments-choose = Elegir lo que acompaña la solicitud
write-own-rule = regla de este reglamento
write-stated = Se declara
write-leave-open = Dejar en blanco
write-choose = Elija
write-wrong-missing = rellene este campo
write-wrong-least = debe ser { $what } o más
write-wrong-most = debe ser { $what } o menos
write-wrong-number = escriba un número, con cifras
write-wrong-date = indique un día que exista
write-wrong-form = no está escrito como debe; vea lo que precede al campo
write-wrong-twice = este nombre aparece dos veces
write-refused = No se ha aceptado. Lo que escribió sigue abajo.
write-optional = (optativo)
write-nothing-to-choose = Todavía no hay nada que elegir.
write-unknown = Este campo se escribe mediante la interfaz para programas.
write-row = N.º { $what }
write-row-out = Quitar el n.º { $what } al guardar
write-row-add = Añadir otro
write-changed = Alguien lo ha cambiado entretanto,
write-changed-by = { $what } lo ha cambiado entretanto,
write-changed-about = No se ha perdido nada suyo, y nada se ha guardado. Compare y guarde lo suyo o conserve lo otro.
write-theirs = Lo que figura ahora
write-keep-theirs = Conservar lo que figura ahora
write-mine = Lo que usted escribió
write-save-mine = Guardar lo que escribí
write-save-on = Guardar y continuar
write-save = Guardar
write-save-later = Guardar y volver más tarde
write-nothing = Aquí no hay nada escrito.
write-item = Elemento { $what }
write-decision = Redactar la decisión
write-decision-items = Cada elemento de la solicitud
write-decision-item = El elemento { $what } se
write-decision-granted = Concede
write-decision-postponed = La asistencia se aplaza porque
write-decision-conditions = Condiciones en que se presta la asistencia
write-decision-condition = Condición
write-decision-words = Con palabras
write-decision-reasons = Motivos
write-result = Presentar un resultado
write-result-items = Elementos a los que responde
write-result-documents = Documentos que se entregan
write-result-note = Nota
write-renewal = Solicitar una prórroga
write-renewal-days = Días más allá del plazo actual
write-renewal-reasons = Motivos
write-use = Proponer un uso o una transferencia ulterior
write-use-purpose = Para qué se usa
write-use-proceedings = En qué procedimiento
write-use-recipient = A quién se transmite
write-use-keeps = Condiciones que se respetan
write-use-beyond = Va más allá de aquello para lo que se pidieron las pruebas
write-attachments-documents = Documentos que acompañan la solicitud
hint-attachments-documents = Sus huellas forman parte de lo que se firma. Añada primero los documentos en su página.
hint-decision-items = Un elemento denegado exige un motivo. Lo que queda en blanco no está decidido.
hint-decision-conditions = Una vez aceptadas, obligan al Estado requirente.
hint-decision-reasons = Se dan para toda denegación y toda condición.
hint-result-documents = Al menos uno; añádalos primero en la página de documentos.
hint-use-beyond = Entonces hay que pedir antes el consentimiento del otro Estado.

# Check your answers

check-title = Compruebe sus respuestas
check-read = Leer el conjunto
check-change = Cambiar
check-no-documents = Ningún documento acompaña la solicitud.
check-digest = Huella de exactamente este texto
check-digest-hint = Por él responden los revisores, y es lo que se firma. Una palabra cambiada da otra huella.
check-next = Lo que sigue
check-declare = Al continuar declara que lo anterior es lo que desea someter a revisión. La página siguiente dice qué hace el paso.
check-not-yet = Aún falta algo, o ningún paso le está abierto aquí.
check-to-tasks = Volver a la lista

# A new request

new = Nueva solicitud
new-begun = { $what }: se ha creado el borrador. Nada ha salido de esta autoridad.
new-step = Pregunta { $count } de { $all }
new-on = Continuar
new-begin = Crear el borrador
new-none = No hay ninguna.
new-not-yours = Las solicitudes las inician los redactores y la autoridad central.
new-wrong-choice = Elija de nuevo desde el principio: algo que eligió no existe.
new-choose-one = Elija una de las respuestas y continúe.
new-wrong-title = Dé un título de 1 a 200 caracteres en una línea
new-state = ¿A qué Estado se solicita?
new-state-hint = Escriba las primeras letras de su nombre.
new-instrument = ¿En qué instrumento se basa?
new-instrument-hint = Es lo primero que dice una solicitud y no puede cambiarse después.
new-instrument-in-force = En vigor
new-instrument-training = No está en vigor: se usa aquí solo para formación
new-instrument-agreement = No está en vigor: solo si ambos Estados acordaron aplicarlo
new-measure = ¿Qué se solicita?
new-measure-hint = La menos intrusiva que baste va primero. Los revisores preguntarán por qué esta.
new-measure-follows = Debe seguir a una solicitud anterior.
new-level = Nivel { $what } de 10,
new-levels-low = Poco intrusivas: niveles 0 a 2
new-levels-middle = Moderadamente intrusivas: niveles 3 y 4
new-levels-high = Intrusivas, dos funcionarios en más pasos: niveles 5 a 7
new-levels-highest = Las más intrusivas: niveles 8 a 10
new-follows = ¿Sigue a una solicitud anterior?
new-follows-hint = Por ejemplo una conservación: sus plazos quedan ligados a esta.
new-follows-needed = Esta medida debe seguir a una de estas.
new-follows-none = Ninguna
new-language = ¿En qué idioma se redacta la solicitud?
new-language-hint = Pertenece al documento, sea cual sea el idioma de estas páginas. Debe ser aceptable para el Estado requerido.
new-title = ¿Cómo se llama en las listas?
new-title-hint = Pocas palabras sin nombres de personas: las listas las muestran sin sellar.
kind-documents = Documentos y registros.
kind-data = Datos electrónicos almacenados.
kind-persons = Audiencia o traslado de una persona.
kind-property = Embargo, incautación o decomiso de bienes.
kind-live = Recopilación en tiempo real.
kind-emergency = Evitar una emergencia.
kind-transmission = Transmisión espontánea a otro Estado.

# Documents

papers-title = Documentos
papers-language = Idioma de los documentos
papers-files = Documentos que se añaden
papers-files-hint = Hasta 20 a la vez, cada uno de { $what } como máximo. Se sellan al llegar.
papers-upload = Subir
papers-none = Todavía no hay documentos.
papers-read-hint = Cada descarga deja una entrada en el registro. Nada se abre en el navegador.
papers-size = Tamaño
papers-digest = SHA-256
papers-added-by = Añadido por
papers-by-message = llegó con un mensaje
papers-wrong-broken = El envío no llegó entero. Envíe de nuevo lo que no está en la tabla.
papers-wrong-none = Elija al menos un documento
papers-wrong-large = Un documento supera el tamaño admitido: divídalo
papers-wrong-file = Un documento no puede guardarse tal como está

# Coded values of the content schemas

value-S-A = Delito tipificado con arreglo a la Convención (S-A)
value-S-B = Pruebas electrónicas de un delito tipificado con arreglo a la Convención (S-B)
value-S-C = Pruebas electrónicas de otro delito grave (S-C)
value-subscriber = Información sobre los abonados
value-identification = Datos solo de identificación
value-traffic = Datos relativos al tráfico
value-content = Datos relativos al contenido
value-other = Otro
value-suspect = Sospechoso
value-victim = Víctima
value-witness = Testigo
value-expert = Perito
value-account-holder = Titular de la cuenta
value-yes = Sí
value-no = No
value-unknown = Se desconoce
value-life = La vida
value-safety = La seguridad
value-life-and-safety = La vida y la seguridad
value-money = Dinero
value-virtual-asset = Activo virtual
value-movable = Bien mueble
value-immovable = Bien inmueble
value-right = Derecho o crédito
value-summons = Citación
value-judgment = Sentencia
value-indictment = Escrito de acusación
value-order = Orden
value-judicial-authority = Autoridad judicial
value-executing-authority = Autoridad de ejecución
value-requested-state = Estado requerido
value-requesting-state = Estado requirente
value-lent-by-requesting-state = Prestado por el Estado requirente
value-none = Ninguno
value-given = Dado
value-not-yet = Todavía no
value-declined = Denegado
value-production-order = Orden de presentación
value-investigation-order = Orden de investigación
value-mutual-assistance = Asistencia judicial recíproca

write-left = { $count ->
    [one] Falta { $count }
   *[other] Faltan { $count }
}
write-attached = { $count ->
    [one] { $count } documento
   *[other] { $count } documentos
}
check-missing = { $count ->
    [one] Todavía falta o está mal { $count } cosa
   *[other] Todavía faltan o están mal { $count } cosas
}
papers-count = { $count ->
    [one] { $count } documento
   *[other] { $count } documentos
}
papers-added = { $count ->
    [one] Se ha añadido { $count } documento
   *[other] Se han añadido { $count } documentos
}
