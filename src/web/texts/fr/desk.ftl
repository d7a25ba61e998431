# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = Mes dossiers
queue-count = { $count ->
    [0] Aucune demande en attente
    [one] { $count } demande
   *[other] { $count } demandes
}
queue-authority = En attente de notre part
queue-counterpart = En attente de l'autre État
queue-ended = Terminées
queue-empty = Aucune demande en attente ici.
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
