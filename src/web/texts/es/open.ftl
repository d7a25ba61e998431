# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = Procedimientos
procedures-about = El recorrido de las solicitudes en ambos Estados, con las salvaguardias de cada puerta. Las normas son archivos que cualquiera puede leer.
procedures-measures = Medidas que lo siguen
