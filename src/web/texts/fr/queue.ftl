# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = Filtrer
queue-filter-apply = Afficher
queue-filter-without = Retirer :
queue-filter-clear = Effacer tous les filtres
queue-any = Indifférent
queue-any-date = Toute échéance
queue-within-days = { $count ->
    [one] sous { $count } jour
   *[other] sous { $count } jours
}
queue-mine = Seulement celles que je traite
queue-none-match = Aucune demande ne correspond. Effacez les filtres pour tout voir.
queue-new = Rédiger une nouvelle demande
queue-next = Ce que vous pouvez faire
queue-next-none = Rien pour vous en ce moment
queue-pages = Pages de la liste
queue-first-page = Première page
queue-next-page = Page suivante
queue-count-more = { $count ->
    [one] { $count } demande ou plus
   *[other] { $count } demandes ou plus
}
