# Other States. Ids are the same in every language; `$count` and `$what` are filled in.

counterparts = Homólogos
counterparts-count = { $count ->
    [one] 1 Estado
   *[other] { $count } Estados
}
counterparts-days = { $count ->
    [one] 1 día
   *[other] { $count } días
}
counterparts-years = { $count ->
    [one] 1 año
   *[other] { $count } años
}
counterparts-search = Nombre del Estado
counterparts-search-button = Buscar
counterparts-none = Ningún Estado tiene ese nombre. El que falte se añade al archivo de reglas parties.toml: pídalo a su administrador.
counterparts-show-all = Mostrar todos
counterparts-state = Estado
counterparts-bound = Firma y ratificación
counterparts-signed = Firmado el { $what }
counterparts-signed-day-unknown = Firmado, según se informa; no se conoce el día
counterparts-ratified = ratificado { $what }, según se informa
counterparts-made-up = Estado ficticio, solo para formación
counterparts-confidence = Se sabe por
counterparts-known-treaty-lists = la Colección de Tratados de la ONU o una lista nacional
counterparts-known-reported = una fuente secundaria; por confirmar
counterparts-known-inferred = deducido del número de firmas; por confirmar
counterparts-known-training = inventado para formación
counterparts-instruments = Figura en
counterparts-reply = Mediana de días hasta que decidió nuestras solicitudes
counterparts-reply-unknown = No se indica: menos de cinco decididas en un año terminado
counterparts-languages = Idiomas aceptados
counterparts-channels = Vías
counterparts-contact = Disponible
counterparts-contact-always = Disponible a toda hora
counterparts-always = A toda hora
counterparts-hours = En días laborables, { $what }
counterparts-office-hours = En horario de oficina
counterparts-authority = Autoridad central
counterparts-dual = Doble incriminación
counterparts-dual-required = Exigida siempre que la ley lo permita
counterparts-dual-intrusive = Exigida para medidas intrusivas
counterparts-dual-not-required = No exigida
counterparts-yes = Sí
counterparts-no = No
counterparts-unknown = No se sabe
counterparts-outdated = Sin verificar en 12 meses
counterparts-outdated-do = Pregunte al otro Estado antes de fiarse.
counterparts-declared = Lo que ha declarado sobre las solicitudes que recibe
counterparts-declared-none = Aquí no se sabe nada y nada se supone. Pregunte al otro Estado por sus idiomas, vías y condiciones.
counterparts-verified = Última verificación
counterparts-never-verified = Nunca
counterparts-thresholds = Pena máxima mínima
counterparts-conditions = Lo que quiere encontrar en una solicitud
counterparts-touching = Reservas que afectan a medidas
counterparts-reservations = Reservas a la Convención
counterparts-none-known = No se conoce ninguna.
counterparts-all-measures = todas las medidas
counterparts-agreements = Acuerdos con él
counterparts-agreements-none = No hay acuerdos registrados.
counterparts-agreed-on = acordado el
counterparts-waits = espera a un segundo administrador
counterparts-counts = vigente
counterparts-is-ended = terminado
counterparts-recorded = Registrado
counterparts-confirmed = Confirmado por un segundo administrador
counterparts-ended = Terminado
counterparts-changes = Historial de cambios
counterparts-changes-about = Lo dicho aquí consta en el reglamento y cambia con él; cada acuerdo es un asiento del registro. El reglamento:
counterparts-before = Antes de enviar a { $what }
counterparts-before-about = Lo que el otro Estado ha declarado, comparado con la solicitud. Advierte y no impide nada: usted decide.
counterparts-before-well = Nada que haga probable una devolución.
counterparts-before-unknown = No se sabe nada de lo que este Estado ha declarado, así que nada puede decirse.
counterparts-likely = Devolución probable porque
counterparts-before-not-known = No se sabe: puede estar bien o no
counterparts-before-found-well = Examinado y en orden
counterparts-before-profile = Lo que ha declarado { $what }
counterparts-before-back = Volver a la solicitud
counterparts-looked-language = Idioma de la solicitud
counterparts-looked-dual = Doble incriminación
counterparts-looked-penalty = Pena mínima exigida
counterparts-looked-reservation = Reservas que afectan a la medida
counterparts-looked-condition = Lo que quiere encontrar en una solicitud
counterparts-looked-contact = Si hay alguien ahora
counterparts-because-language = La solicitud no está en un idioma que acepte: { $what }.
counterparts-because-statement-missing = Exige la doble incriminación y la solicitud no dice nada al respecto.
counterparts-because-statement-weak = Exige la doble incriminación y la exposición es muy breve: cite la disposición de allí y por qué la conducta encaja en ella.
counterparts-because-penalty = Exige una pena máxima de al menos { $what }; la de la solicitud es menor.
counterparts-because-penalty-not-said = Exige una pena máxima de al menos { $what }; la solicitud no la indica.
counterparts-because-reserved = Una reserva afecta a esta medida:
counterparts-because-not-there = Quiere encontrar esto y la solicitud no lo tiene:
counterparts-because-see = Relea la solicitud teniendo esto en cuenta:
counterparts-because-closed = Ahora no hay nadie; en días laborables { $what }. Lo urgente esperará.
counterparts-language-ar = árabe
counterparts-language-zh = chino
counterparts-language-en = inglés
counterparts-language-fr = francés
counterparts-language-ru = ruso
counterparts-language-es = español
counterparts-channel-comity = de instalación a instalación
counterparts-channel-email = correo electrónico
counterparts-channel-post = correo postal
counterparts-channel-interpol = INTERPOL
counterparts-channel-diplomatic = vía diplomática
