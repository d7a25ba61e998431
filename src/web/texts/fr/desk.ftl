# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = Mes dossiers
queue-count = { $count ->
    [0] Aucune demande
    [one] { $count } demande
   *[other] { $count } demandes
}
queue-authority = À faire
queue-counterpart = En attente des autres
queue-ended = Terminé
queue-empty = Rien ne vous attend.
queue-empty-counterpart = Rien n’attend d’autres que vous.
queue-empty-ended = Aucune demande n’est encore terminée.
queue-urgent = { $count ->
    [one] { $count } demande arrive à échéance dans les trois jours.
   *[other] { $count } demandes arrivent à échéance dans les trois jours.
}
queue-reference = Référence et intitulé
queue-with = Autre État
queue-measure = Mesure
queue-stage = Stade
queue-due = Échéance
queue-no-date = Sans date

overdue = En retard

due-soon = Échéance proche
