history-logged = asiento { $what } del registro de auditoría
log-table = Llevarse esta lista como tabla
log-table-about = Una tabla (CSV) de todos los asientos que deja pasar el filtro de arriba, para una hoja de cálculo. No prueba nada: el archivo de abajo, sí.
log-table-button = Exportar como tabla
