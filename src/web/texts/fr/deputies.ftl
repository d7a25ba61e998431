# Suppléants : qui remplace qui pendant une absence. Les identifiants sont les mêmes dans chaque langue.

deputy-title = Suppléants
deputy-none = Personne ne vous remplace et vous ne remplacez personne.
deputy-none-here = Personne ne remplace personne.
deputy-ask = Demander un suppléant
deputy-ask-for = Demander un suppléant pour cet agent
deputy-about = Pendant votre absence, une autre personne agit dans vos rôles, en plus des siens. Cela compte dès qu’un administrateur l’a confirmé. Aucun rôle qui gère les agents ou lit le journal n’est prêté et, dans chaque demande, votre suppléant ne fait que ce que vous pouvez faire tous les deux.
deputy-nobody = Personne ici ne peut vous remplacer : un suppléant a lui-même un rôle qui agit sur les demandes, et aucun rôle incompatible avec les vôtres. Adressez-vous à un administrateur.
deputy-who = Suppléant
deputy-absent = Absent
deputy-from = Premier jour (UTC)
deputy-until = Dernier jour (UTC)
deputy-who-wrong = Choisissez un agent qui peut assurer la suppléance. Un administrateur peut vous dire qui.
deputy-day-wrong = Indiquez un jour, par exemple 2027-03-02.
deputy-days-wrong = Commencez aujourd’hui ou plus tard, d’ici un an, et terminez ce jour-là ou plus tard, au bout de 90 jours au plus.
deputy-days-taken = L’un de vous prend part à une autre suppléance ces jours-là. Mettez-y d’abord fin ou choisissez d’autres jours.
deputy-waits = À confirmer
deputy-ahead = confirmée, commence plus tard
deputy-runs = en cours
deputy-over = terminée
deputy-for = pour
deputy-confirm = Confirmer cette suppléance
deputy-confirm-effect = Du premier au dernier jour, le suppléant agit aussi dans les rôles de l’autre. Chaque écriture qu’il laisse dans un tel rôle le dit.
deputy-end = Mettre fin à cette suppléance
deputy-end-effect = Elle prend fin aussitôt : désormais le suppléant n’agit que dans ses propres rôles. Ce qu’il a fait reste fait.
deputy-asked = Votre suppléant est demandé. La suppléance compte dès qu’un administrateur la confirme.
deputy-ended = La suppléance a pris fin.
deputy-queue = pour { $what }
deputy-until-hint = { $count ->
    [one] Au plus { $count } jour, le premier compris
   *[other] Au plus { $count } jours, le premier compris
}

# What the log tells of it.
entry-deputy-asked = Un suppléant a été demandé
entry-deputy-confirmed = Un suppléant a été confirmé
entry-deputy-ended = Une suppléance a pris fin
