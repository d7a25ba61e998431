# Why something is not open, and what to do next. Ids are the same in every language; variables are filled in.

subject-request = la demande
subject-decision = la décision
subject-result = le résultat
subject-renewal = la prolongation
subject-use = l’usage
refusal-ended = Cette demande s’est terminée au stade « { $stage } ». Plus rien ne peut être fait.
refusal-unknown = Le nom « { $name } » n’est pas connu ici. Rechargez la page et choisissez parmi ce qu’elle propose.
refusal-not-from-here = L’étape « { $step } » ne peut pas être franchie au stade « { $stage } ». Consultez la demande pour voir les étapes possibles.
refusal-not-for-officials = L’étape « { $step } » est franchie à l’arrivée d’un message ou à l’expiration d’un délai, jamais par un agent. Il faut attendre.
refusal-role-missing = Rôle requis : { $roles }. Adressez-vous à une personne qui l’exerce.
refusal-author-may-not = Vous avez rédigé ou consigné cette demande. Une autre personne doit s’en charger.
refusal-collector-may-not = Vous avez préparé ce résultat. Une autre personne doit s’en charger.
refusal-answered-here = Vous avez répondu à « { $safeguard } » à cette porte ({ $gate }). Une autre personne doit franchir l’étape.
refusal-passed-here = Vous avez franchi cette porte pour ce qui s’y trouve ({ $gate }). Une autre personne doit répondre.
refusal-same-official = Vous avez franchi une porte précédente ({ $earlier }). Pour une mesure intrusive, une autre personne doit franchir celle-ci ({ $gate }).
refusal-subject-missing = Pas encore rédigé : { $subject }. Il faut d’abord le faire.
refusal-incomplete = { $count ->
    [one] La demande est incomplète : il manque { $count } élément. Il faut d’abord l’ajouter.
   *[other] La demande est incomplète : il manque { $count } éléments. Il faut d’abord les ajouter.
}
refusal-safeguards-open = { $count ->
    [one] { $count } garantie n’est pas encore levée. Elle passe d’abord :
   *[other] { $count } garanties ne sont pas encore levées. Elles passent d’abord :
}
refusal-gate-not-passed = La porte « { $before } » précède « { $gate } », pour la demande telle qu’elle est. Revenez-y d’abord.
refusal-ground-missing = La décision n’indique aucun motif. Choisissez-en un parmi ceux admis pour cette mesure.
refusal-ground-not-allowed = Ce motif n’est pas admis pour la mesure « { $measure } » : { $ground }. Choisissez-en un autre.
refusal-ground-forbidden = Ceci ne peut jamais être un motif de refus : { $ground }. Choisissez-en un autre.
refusal-consult-first = Consultez l’autre État avant de refuser ou d’ajourner pour ce motif : { $ground }. Ouvrez une consultation et attendez-en la fin.
refusal-reasons-missing = Des motifs sont exigés. Dites pourquoi, en des termes que l’autre État et un tribunal puissent lire.
refusal-item-unknown = L’élément « { $item } » n’est pas parmi ceux demandés. N’indiquez que des éléments de la demande.
refusal-decision-does-not-fit = La décision telle que rédigée ne correspond pas à l’étape « { $step } ». Rédigez de nouveau ce qui est accordé, ce qui est refusé et à quelles conditions, ou choisissez l’étape qui convient.
refusal-beyond-grant = L’élément « { $item } » n’a pas été accordé. Retirez-le du résultat.
refusal-conditions-not-accepted = L’État requérant n’a pas accepté ces conditions : { $conditions }. Proposez-les et attendez la réponse.
refusal-conditions-not-kept = Ces conditions s’imposent à la remise : { $conditions }. L’usage doit s’engager à les respecter.
refusal-consent-missing = Cet usage dépasse ce pour quoi les preuves ont été demandées. Demandez l’accord de l’État qui les a fournies et attendez sa réponse.
refusal-not-editable = Ceci ne peut pas être modifié au stade « { $stage } » : { $subject }.
refusal-editable-at = C’est possible aux stades suivants : { $stages }.
refusal-reading-missing = La page n’a pas indiqué ce que vous avez lu. Rouvrez le point de contrôle, lisez-le, puis répondez à « { $safeguard } ».
refusal-changed-since-read = Ce que vous avez lu a changé depuis. Relisez, puis répondez à « { $safeguard } ».
refusal-not-asked = « { $safeguard } » n’est pas posée à cette porte pour cette demande ({ $gate }). Revenez à la demande.
refusal-document-missing = Cette réponse à « { $safeguard } » exige une pièce. Joignez-la à la demande, puis répondez avec elle.
refusal-only-with-grounds = Cette réponse à « { $safeguard } » ne correspond pas aux motifs de la décision. Donnez-en une autre ou modifiez la décision.
refusal-negative-stands = « { $safeguard } » a reçu une réponse négative. Elle vaut tant que la demande reste la même : refusez, ou attendez une demande portant sur autre chose.
refusal-negative-by-another = « { $safeguard } » a reçu une réponse négative. Seul un autre agent peut répondre de nouveau, avec ses motifs.
refusal-not-deferrable = « { $safeguard } » ne peut pas être reportée ainsi. Répondez maintenant, ou indiquez une date que les règles permettent.
refusal-no-such-answer = Il n’y a pas de telle réponse à « { $safeguard } ». Rechargez la page et voyez où elle en est.
refusal-second-official = Un second agent doit s’en charger, et non celui qui a fait la première partie.
refusal-out-of-turn = Le message numéro { $expected } passe d’abord ; celui-ci porte le numéro { $number }. Les messages sont pris dans leur ordre.
refusal-message-lacks = Il manque au message « { $message } » quelque chose qu’il doit contenir. Demandez à l’autre État de le renvoyer complet.
refusal-content-lacks = Il manque quelque chose ({ $subject }) : une pièce, ou les éléments auxquels elle répond. Ajoutez-le, puis enregistrez de nouveau.
refusal-not-new = Ceci a déjà été enregistré sous cette forme : { $subject }. Enregistrez-le de nouveau.
refusal-frozen = Les règles avec lesquelles cette demande a commencé ne passent plus les contrôles. Elle ne peut plus qu’être retirée, renvoyée ou close.
refusal-not-in-force = { $instrument } n’est pas en vigueur, et aucun accord pour l’appliquer ne vaut ici avec : { $state }. Un administrateur peut consigner un accord et un second le confirmer.
refusal-another-instrument = La demande précédente repose sur { $earlier }, celle-ci sur { $instrument }. Une chaîne reste dans un seul instrument : n’indiquez pas de demande précédente, ou fondez-vous sur { $earlier }.
refusal-not-due = Ce délai n’est pas encore échu. Attendez son expiration.
refusal-officials-only = Seul un agent peut le faire.
refusal-out-of-scope = Votre accès ne le permet pas. Connectez-vous avec votre mot de passe.
refusal-no-such-place = Cette partie de la liste n’existe pas. Recommencez à la première page.
refusal-read-another-version = Quelqu’un est intervenu sur cette demande depuis que vous avez ouvert la page. Voyez où elle en est, puis décidez de nouveau.
refusal-done-before = Ceci a déjà été envoyé et exécuté. Consultez la demande.
refusal-second-administrator = Un second administrateur doit y consentir : il ne l’a pas fait, ou l’a déjà fait.
refusal-unusable = Une donnée saisie ne peut pas être utilisée. Vérifiez-la, puis renvoyez-la.
refusal-too-large = La pièce dépasse { $size } Mo. Divisez-la.
refusal-exists-already = Ceci existe déjà. Vérifiez avant de renvoyer.
refusal-busy = Le service est occupé. Rien n’a été fait : attendez un instant, puis renvoyez.
refusal-counting = Les demandes sont encore en cours de décompte, comme après chaque démarrage du service. Revenez dans quelques minutes.
refusal-recused = Vous avez déclaré un conflit d’intérêts dans cette demande. Quelqu’un d’autre s’en charge.
refusal-not-recused = Cet agent n’a pas déclaré de conflit d’intérêts ici, ou il est déjà revenu.
refusal-erased = Le contenu de cette demande a été effacé le { $day } (motif : { $basis }). Il n’en reste que les inscriptions au journal.
refusal-on-hold = Le contenu de cette demande fait l’objet d’une mesure de conservation : rien n’en est effacé.
refusal-not-ended = Cette demande n’est pas terminée : son contenu n’est effacé qu’après sa dernière étape.
erasure-retention-ended = la durée de conservation était écoulée
erasure-no-longer-needed = il n’était plus nécessaire
erasure-data-subject = à la demande d’une personne concernée
erasure-ordered = ordonné par une juridiction ou une autorité de contrôle
erasure-unlawful = il n’aurait pas dû être traité
