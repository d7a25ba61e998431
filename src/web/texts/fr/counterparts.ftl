# Other States. Ids are the same in every language; `$count` and `$what` are filled in.

counterparts = Homologues
counterparts-count = { $count ->
    [one] { $count } État
   *[other] { $count } États
}
counterparts-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
counterparts-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
}
counterparts-search = Nom de l’État
counterparts-search-button = Rechercher
counterparts-none = Aucun État ne porte ce nom. Celui qui manque s’ajoute au fichier de règles parties.toml : demandez à votre administrateur.
counterparts-show-all = Tout afficher
counterparts-state = État
counterparts-bound = Signature et ratification
counterparts-signed = Signé le { $what }
counterparts-signed-day-unknown = Signé, selon des sources ; jour inconnu
counterparts-ratified = ratifié { $what }, selon des sources
counterparts-made-up = État fictif, pour la formation seulement
counterparts-confidence = Source
counterparts-known-treaty-lists = le Recueil des Traités de l’ONU ou une liste nationale
counterparts-known-reported = une source secondaire ; à confirmer
counterparts-known-inferred = déduit du nombre de signatures ; à confirmer
counterparts-known-training = inventé pour la formation
counterparts-instruments = Figure dans
counterparts-reply = Médiane des jours avant sa décision sur nos demandes
counterparts-reply-unknown = Non communiqué : moins de cinq décisions dans une année achevée
counterparts-languages = Langues acceptées
counterparts-channels = Voies
counterparts-contact = Joignable
counterparts-contact-always = Joignable à toute heure
counterparts-always = À toute heure
counterparts-hours = Les jours ouvrables, { $what }
counterparts-office-hours = Aux heures de bureau
counterparts-authority = Autorité centrale
counterparts-dual = Double incrimination
counterparts-dual-required = Exigée partout où le droit le permet
counterparts-dual-intrusive = Exigée pour les mesures intrusives
counterparts-dual-not-required = Non exigée
counterparts-yes = Oui
counterparts-no = Non
counterparts-unknown = Inconnu
counterparts-outdated = Non vérifié depuis 12 mois
counterparts-outdated-do = Demandez à l’autre État avant de vous y fier.
counterparts-declared = Ce qu’il a déclaré sur les demandes qu’il reçoit
counterparts-declared-none = Rien n’est connu ici et rien n’est supposé. Demandez à l’autre État ses langues, voies et conditions.
counterparts-verified = Dernière vérification
counterparts-never-verified = Jamais
counterparts-thresholds = Peine maximale minimale
counterparts-conditions = Ce qu’il veut trouver dans une demande
counterparts-touching = Réserves touchant des mesures
counterparts-reservations = Réserves à la Convention
counterparts-none-known = Aucune connue.
counterparts-all-measures = toutes les mesures
counterparts-agreements = Accords avec lui
counterparts-agreements-none = Aucun accord enregistré.
counterparts-agreed-on = conclu le
counterparts-waits = attend un second administrateur
counterparts-counts = en vigueur
counterparts-is-ended = terminé
counterparts-recorded = Enregistré
counterparts-confirmed = Confirmé par un second administrateur
counterparts-ended = Terminé
counterparts-changes = Historique des modifications
counterparts-changes-about = Ce qui est dit ici figure dans le recueil de règles et change avec lui ; chaque accord est une entrée du journal. Le recueil :
counterparts-before = Avant d’envoyer à { $what }
counterparts-before-about = Ce que l’autre État a déclaré, confronté à la demande. Cela avertit et n’empêche rien : vous décidez.
counterparts-before-well = Rien qui rende un renvoi probable.
counterparts-before-unknown = On ne sait rien de ce que cet État a déclaré : rien ne peut être dit.
counterparts-likely = Renvoi probable parce que
counterparts-before-not-known = Inconnu : peut convenir ou non
counterparts-before-found-well = Examiné et en ordre
counterparts-before-profile = Ce qu’a déclaré { $what }
counterparts-before-back = Retour à la demande
counterparts-looked-language = Langue de la demande
counterparts-looked-dual = Double incrimination
counterparts-looked-penalty = Peine minimale exigée
counterparts-looked-reservation = Réserves touchant la mesure
counterparts-looked-condition = Ce qu’il veut trouver dans une demande
counterparts-looked-contact = Si quelqu’un est joignable maintenant
counterparts-because-language = La demande n’est pas dans une langue qu’il accepte : { $what }.
counterparts-because-statement-missing = Il exige la double incrimination et la demande n’en dit rien.
counterparts-because-statement-weak = Il exige la double incrimination et l’exposé est très court : citez la disposition de là-bas et dites pourquoi les faits en relèvent.
counterparts-because-penalty = Il exige une peine maximale d’au moins { $what } ; celle de la demande est plus basse.
counterparts-because-penalty-not-said = Il exige une peine maximale d’au moins { $what } ; la demande ne l’indique pas.
counterparts-because-reserved = Une réserve touche cette mesure :
counterparts-because-not-there = Il veut trouver ceci, et la demande ne l’a pas :
counterparts-because-see = Relisez la demande avec ceci à l’esprit :
counterparts-because-closed = Personne n’est joignable maintenant ; jours ouvrables { $what }. L’urgent attendra.
counterparts-language-ar = arabe
counterparts-language-zh = chinois
counterparts-language-en = anglais
counterparts-language-fr = français
counterparts-language-ru = russe
counterparts-language-es = espagnol
counterparts-channel-comity = d’installation à installation
counterparts-channel-email = courriel
counterparts-channel-post = courrier postal
counterparts-channel-interpol = INTERPOL
counterparts-channel-diplomatic = voie diplomatique
