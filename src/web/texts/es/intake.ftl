# Lo que llega de fuera: casos abiertos de un archivo y solicitudes en papel.

import = Importar casos abiertos
import-not-yours = Importan casos quienes redactan solicitudes o registran las que llegan.
import-about = Cada línea del archivo es un caso. Una solicitud propia se convierte en borrador; una recibida se registra y cuenta cuando otra persona la ha confirmado.
import-about-gates = Nada de lo importado pasa un punto de control. Una línea se reconoce por su referencia antigua: importada dos veces, se crea una sola vez.
import-waits = Se probó un archivo suyo. Vea cómo está.
import-source = Nombre del archivo de expedientes del que vienen los casos
import-source-hint = De cada uno, una referencia antigua se importa una sola vez. Use siempre el mismo nombre.
import-source-wrong = Dé un nombre de 100 caracteres como máximo
import-file = Archivo CSV en UTF-8
import-most = { $count ->
    [one] Como máximo { $count } línea y 8 MiB; comas, puntos y coma o tabuladores entre las celdas
   *[other] Como máximo { $count } líneas y 8 MiB; comas, puntos y coma o tabuladores entre las celdas
}
import-file-missing = Elija el archivo
import-too-large = El archivo supera los 8 MiB: divídalo
import-no-room = Hay otra importación en curso. Espere a que termine y pruebe de nuevo.
import-try = Probar el archivo
import-columns = Columnas
import-example = Archivo vacío con un ejemplo
import-column = Columna
import-needed = Obligatoria
import-belongs = Lo que corresponde
import-column-direction = outgoing: una solicitud propia; incoming: una recibida
import-column-instrument = Código del instrumento, por ejemplo UNCC
import-column-measure = Nombre de la medida, como en su archivo de reglas
import-column-counterpart = Código del otro Estado, de dos letras
import-column-title = Un título sin nombres de personas
import-column-old-reference = La referencia en sus propios expedientes
import-column-follows = La solicitud de la que deriva: su referencia aquí, o la referencia antigua de una línea anterior
import-column-language = Código del idioma de la solicitud; obligatorio si fue recibida
import-column-received-on = El día en que se recibió: año, mes, día; obligatorio si fue recibida
import-column-their-reference = La referencia del otro Estado; obligatoria si fue recibida
import-column-channel = post, diplomatic_bag, email o interpol; obligatorio si fue recibida
import-column-paper = Nombre del archivo con el documento, si fue recibida
import-column-sha256 = SHA-256 de ese archivo; hace falta esto o su nombre
import-column-content = Un campo del formulario de la medida, por ejemplo content.facts o content.items.1.item
import-report = Lo que resultaría
import-result = Lo que resultó
import-running = { $count } de { $all } líneas hechas
import-running-about = Continúa mientras usted hace otras cosas. Si se interrumpe, importe de nuevo el mismo archivo: sigue donde se detuvo.
import-look-again = Mirar de nuevo
import-stopped = Se detuvo antes del final. No se ha perdido nada: importe de nuevo el mismo archivo cuando esté resuelto.
import-count-ready = { $count ->
    [one] { $count } línea se puede importar
   *[other] { $count } líneas se pueden importar
}
import-count-imported = { $count ->
    [one] Se importó { $count } línea
   *[other] Se importaron { $count } líneas
}
import-count-before = { $count ->
    [one] { $count } línea ya se había importado
   *[other] { $count } líneas ya se habían importado
}
import-count-wrong = { $count ->
    [one] { $count } línea tiene errores
   *[other] { $count } líneas tienen errores
}
import-count-refused = { $count ->
    [one] Se rechazó { $count } línea
   *[other] Se rechazaron { $count } líneas
}
import-missing = { $count ->
    [one] Todavía falta { $count } campo
   *[other] Todavía faltan { $count } campos
}
import-more = { $count ->
    [one] No se muestra { $count } línea más
   *[other] No se muestran { $count } líneas más
}
import-begin = { $count ->
    [one] Importar { $count } caso
   *[other] Importar { $count } casos
}
import-begin-about = Cada caso recibe una referencia y un asiento en el registro de auditoría. Esto no se puede deshacer; los borradores se pueden retirar uno por uno.
import-another = Elegir otro archivo
import-wrong = Lo que está mal
import-wrong-about = Mientras algo esté mal, no se importa nada. Corrija el archivo y pruébelo de nuevo.
import-line = Línea
import-found = Lo que hay
import-lines = Línea por línea
import-case = Caso
import-state = Situación
import-became = Solicitud
import-alike = Se parece a { $what }
import-state-ready = Lista
import-state-imported = Importada
import-state-before = Ya importada
import-state-wrong = Con errores
import-state-refused = Rechazada
import-wrong-utf8 = El archivo deja de ser UTF-8 a partir de aquí
import-wrong-nothing = No hay ninguna línea debajo de los nombres de las columnas
import-wrong-most = Como máximo { $what }
import-wrong-column = Esa columna no existe
import-wrong-twice = Está dos veces: basta una
import-wrong-empty = Aquí tiene que haber algo
import-wrong-uneven = El número de celdas de la línea no es el de las columnas: { $what }. ¿Faltan unas comillas?
import-wrong-form = No está escrito como pide el formulario
import-wrong-one-of = Lo que corresponde aquí:
import-wrong-number = Un número
import-wrong-least = Al menos { $what }
import-wrong-state = El código de otro Estado que las reglas conozcan
import-wrong-not-in-force = El instrumento no está en vigor y este Estado no ha convenido en aplicarlo
import-wrong-future = Un día que ya haya llegado
import-wrong-field = El formulario de esta medida no tiene ese campo. Tiene: { $what }
import-wrong-has-to-follow = Esta medida tiene que derivar de una solicitud anterior: nómbrela en la columna follows
import-wrong-follows = Una solicitud que usted pueda ver, o una línea anterior, con el mismo Estado e instrumento y de la clase que se pide
import-wrong-direction = Nada: esta columna es para solicitudes en el otro sentido
import-wrong-paper = El nombre de un archivo entre los documentos, con el SHA-256 que figura aquí
import-wrong-not-yours = Sus funciones no le permiten comenzar esta
record = Registrar una solicitud en papel
record-not-yours = Las solicitudes en papel las registra la autoridad central o el punto de contacto.
record-about = Usted registra una solicitud de otro Estado que llegó en papel. Cuenta cuando otra persona ha cotejado el registro con el documento.
record-from = Estado que solicita
record-title = Título
record-title-hint = Unas palabras sin nombres de personas: las listas las muestran
record-reference = Referencia del Estado requirente
record-reference-hint = Como figura en el papel
record-reference-missing = Escriba la referencia, de 100 caracteres como máximo
record-day = Día en que se recibió
record-day-missing = Elija el día
record-paper = El documento escaneado
record-too-large = El documento supera los 16 MiB: divídalo
record-content = Lo que dice el documento
record-content-about = Copie lo que figura y deje abierto lo que no dice. Solo se pueden conceder los elementos escritos aquí.
record-alike = Diga si es otra solicitud
record-alike-about = Ya llegó de este Estado una solicitud con esta referencia. Esta se parece a:
record-another = Es otra solicitud: registrarla
record-save = Registrar la solicitud
request-their-reference = Referencia del Estado requirente
request-received-on = Recibida el
request-old-reference = Referencia antigua
entry-origin-noted = Procedencia anotada
help-intake = Lo que viene de fuera
help-intake-paper = Una solicitud en papel se registra desde la lista, con su copia escaneada. Otra persona la confirma antes de que cuente.
help-intake-file = Los casos abiertos se importan de un archivo. Primero se prueba: una tabla dice línea por línea lo que está mal.
