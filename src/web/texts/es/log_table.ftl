history-logged = asiento { $what } del registro de auditoría
log-table = Llevarse esta lista como tabla
log-table-about = Una tabla (CSV) de todos los asientos que deja pasar el filtro de arriba, para una hoja de cálculo. No prueba nada: el archivo de abajo, sí.
log-table-button = Exportar como tabla
log-chosen-about = O los mismos asientos en un archivo que terceros verifican, con una prueba de que cada uno está en el registro. Lo que el filtro deja fuera no figura en él.
log-chosen-button = Exportar estos asientos con sus pruebas
