# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = Ir al contenido

language-of-pages = Idioma

navigation = Secciones
menu = Menú

training = Ejercicio de formación: ninguna solicitud que figura aquí es real.

not-in-force = No vigente: { $what }.
not-in-force-agreed = Ambos Estados acordaron aplicarlo.

translation-draft = Proyecto de traducción: nadie lo ha cotejado con el texto oficial de la Convención.

error-prefix = Error:
error-summary = Se ha producido un problema
error-trace = Para consultar al operador al respecto, indique:

back = Volver

cancel = Cancelar

instrument-not-in-force = no vigente
instrument-in-force = vigente

copy = Copiar
copied = Copiado
characters-left = Caracteres restantes:
session-ending = Su sesión terminará pronto
session-ending-about = Lo que escribió se guarda un tiempo; vuelva a iniciar sesión y continúe.
session-stay = Seguir en la sesión
