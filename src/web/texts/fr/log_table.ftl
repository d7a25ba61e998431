history-logged = écriture { $what } du journal d’audit
log-table = Emporter cette liste en tableau
log-table-about = Un tableau (CSV) de toutes les écritures que retient le filtre ci-dessus, pour un tableur. Il ne prouve rien : l’archive ci-dessous, si.
log-table-button = Exporter en tableau
log-chosen-about = Ou les mêmes entrées en une archive que des tiers vérifient, avec pour chacune la preuve qu’elle est au journal. Ce que le filtre écarte n’y figure pas.
log-chosen-button = Exporter ces entrées avec leurs preuves
