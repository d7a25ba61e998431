# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = Reglamentos
rulebooks-about = Los archivos son aquí la ley: nadie los edita en una página. Una solicitud conserva el reglamento con el que empezó, conocido por su huella.
rulebooks-name = Reglamento
rulebooks-instrument = Instrumento
rulebooks-status = Estado
rulebooks-used-by = Solicitudes que lo conservan
rulebooks-hash = Huella
rulebooks-offered = Las nuevas solicitudes empiezan con él
rulebooks-kept = Conservado para solicitudes anteriores
rulebooks-shipped = incluido con el programa
rulebooks-unsound = No supera la comprobación
rulebooks-unsound-about = Según este programa, con estas reglas se puede eludir una salvaguardia. Las solicitudes que las conservan solo pueden terminarse o devolverse, y ninguna nueva empieza con ellas.
rulebooks-story = El contraejemplo, paso a paso
rulebooks-unreadable = No se puede leer
rulebooks-measures = Medidas
rulebooks-change = Cómo cambian las reglas
rulebooks-change-about = Dos administradores adoptan un reglamento: uno lee lo que cambia y lo propone, otro lo confirma. Desde entonces las nuevas solicitudes empiezan con él y las abiertas conservan el suyo. No se pueden proponer reglas que permitan eludir una salvaguardia.
rulebooks-difference = Comparar dos reglamentos
rulebooks-old = Como era
rulebooks-new = Como será
rulebooks-compare = Comparar
rulebooks-same = Las reglas son las mismas.
rulebooks-fell-count = { $count ->
    [one] La protección baja en 1 línea.
   *[other] La protección baja en { $count } líneas.
}
rulebooks-rose-count = { $count ->
    [one] La protección sube en 1 línea.
   *[other] La protección sube en { $count } líneas.
}
rulebooks-doubt = En caso de duda, un cambio cuenta como bajada.
rulebooks-protection = Protección
rulebooks-place = Dónde
rulebooks-changed = Qué cambió
rulebooks-fell = Bajó
rulebooks-rose = Subió
rulebooks-neither = No se puede decir
rulebooks-topic-gate = Salvaguardias en las puertas
rulebooks-topic-role = Quién responde y confirma
rulebooks-topic-answer = Qué se puede responder
rulebooks-topic-step = Etapas y pasos
rulebooks-topic-message = Mensajes
rulebooks-topic-clock = Plazos
rulebooks-topic-measure = Medidas
rulebooks-topic-ground = Motivos y condiciones
rulebooks-topic-rulebook = El propio reglamento
rulebooks-topic-form = Formularios
rulebooks-topic-source = Fuentes y Estados
rulebooks-topic-text = Textos que se leen
rulebooks-safeguards = Las salvaguardias, puerta por puerta
rulebooks-safeguards-of = Las salvaguardias, puerta por puerta: { $what }
rulebooks-safeguards-about = Una puerta se abre cuando se cumple cada salvaguardia que obliga en ella. Nadie puede saltarse ninguna.
rulebooks-back-to-picture = El procedimiento en imagen
rulebooks-measure = Para qué medida
rulebooks-show = Mostrar
rulebooks-side-requesting = En el Estado requirente
rulebooks-side-requested = En el Estado requerido
rulebooks-side-holding = En cada entrega
rulebooks-gate = Puerta
rulebooks-steps = Pasos que la cruzan
rulebooks-no-safeguard = Ninguna salvaguardia obliga aquí para esta medida.
rulebooks-answers = Quién responde
rulebooks-confirms = confirmado por
rulebooks-binds = Obliga en
rulebooks-hard = Un no es definitivo
