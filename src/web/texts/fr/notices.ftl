# Avis par courriel et calendrier des échéances. Les identifiants sont les mêmes dans chaque langue.

notices = Avis par courriel
notice-none = Vous ne recevez aucun courriel.
notice-set = Vous êtes averti par courriel quand quelque chose vous attend.
notice-none-sent = Cette installation n’envoie pas de courriels. Adressez-vous à l’exploitant ; ce que vous choisissez ici compte dès qu’elle en enverra.
notice-about = Un message dit que quelque chose vous attend, combien, et où se trouve votre file : rien d’une demande, d’un État ou d’une personne. De chaque sorte, il en vient au plus un par jour.
notice-address = Adresse électronique
notice-address-hint = Elle est conservée scellée, et oubliée quand vous la retirez.
notice-address-wrong = Donnez une adresse telle que anna@ministry.example.
notice-kinds = M’avertir quand
notice-kinds-wrong = Choisissez au moins un avis ou retirez votre adresse.
notice-new = quelque chose de nouveau m’attend
notice-soon = une échéance tombe dans les 72 heures
notice-overdue = une échéance est dépassée
notice-save = Enregistrer
notice-withdraw = Retirer mon adresse
notice-withdraw-effect = Vous n’êtes plus averti de rien, et l’adresse est oubliée.
notices-saved = C’est enregistré : vous êtes averti désormais.
notices-withdrawn = Votre adresse est oubliée.
notice-change = Changer ce dont je suis averti par courriel
notice-mail-subject = Comity : quelque chose vous attend
notice-mail-new = { $count ->
    [one] Nouveau dans votre file : { $count } demande.
   *[other] Nouveau dans votre file : { $count } demandes.
}
notice-mail-soon = { $count ->
    [one] À échéance dans les 72 heures : { $count } demande.
   *[other] À échéance dans les 72 heures : { $count } demandes.
}
notice-mail-overdue = { $count ->
    [one] Échéance dépassée : { $count } demande.
   *[other] Échéance dépassée : { $count } demandes.
}
notice-mail-why = Vous avez choisi ces avis sous Mon compte et pouvez les y retirer.
calendar = Calendrier
calendar-name = Comity : échéances
calendar-due = { $count ->
    [one] { $count } demande arrive à échéance
   *[other] { $count } demandes arrivent à échéance
}
calendar-make = Créer une adresse secrète de votre calendrier
calendar-about = Un calendrier sur votre téléphone ou votre poste lit cette adresse et montre les jours où quelque chose arrive à échéance dans votre file : combien de demandes, et rien d’autre. Quiconque a l’adresse voit la même chose et ne peut rien en faire.
calendar-lasts = { $count ->
    [one] Elle compte pendant { $count } jour, ou jusqu’à ce que vous la retiriez.
   *[other] Elle compte pendant { $count } jours, ou jusqu’à ce que vous la retiriez.
}
calendar-once = L’adresse secrète de votre calendrier
calendar-once-about = Elle n’est montrée que cette fois. Ajoutez-la à votre calendrier comme abonnement, et ne la donnez à personne.
calendar-on = Je l’ai ajoutée
calendar-too-many = { $count ->
    [one] Vous avez { $count } adresse qui compte. Retirez-la d’abord.
   *[other] Vous avez { $count } adresses qui comptent. Retirez-en une d’abord.
}
calendar-none = Aucun calendrier ne montre les échéances.
calendar-withdraw = Retirer cette adresse
calendar-withdraw-effect = Le calendrier qui la lit ne montre plus rien de nouveau.
calendar-made = Créée

# What the log tells of it.
entry-notices-changed = Des avis ont été choisis ou retirés
entry-calendar-issued = Une adresse de calendrier a été créée
entry-calendar-revoked = Une adresse de calendrier a été retirée
