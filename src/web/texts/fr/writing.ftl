# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = Autorité et interlocuteur
section-offence = Infraction et faits
section-sought = Ce qui est demandé
section-safeguards = Déclarations relatives aux garanties
section-arrangements = Modalités d’exécution
section-urgency = Confidentialité et urgence
section-other = Autres points
mark-text = exigé par le texte
mark-rulebook = exigé par ce recueil de règles
mark-applies = le cas échéant
write-title = Rédiger la demande : ce qui reste à remplir
write-progress = Rubriques remplies : { $count } sur { $all }.
write-complete = Rien de ce qui doit être dit ne manque.
write-incomplete = Elle est enregistrée en l’état et peut attendre.
write-closed = Ce texte ne peut être rédigé maintenant, ou pas par vous. Vous pouvez le lire ici.
write-saved = Enregistré
write-stands-done = Rempli
write-stands-incomplete = Incomplet
write-stands-missing = À remplir
write-stands-optional = Facultatif
write-attachments = Documents joints à la demande
write-attachments-choose = Choisir ce qui est joint
write-own-rule = règle de ce recueil
write-stated = Cela est déclaré
write-leave-open = Laisser en blanc
write-choose = Choisir
write-wrong-missing = à remplir
write-wrong-least = doit être au moins { $what }
write-wrong-most = doit être au plus { $what }
write-wrong-number = écrivez un nombre, en chiffres
write-wrong-date = indiquez un jour qui existe
write-wrong-form = cela n’est pas écrit comme il faut ; voyez ce qui précède le champ
write-wrong-twice = ce nom figure deux fois
write-refused = Cela n’a pas été accepté. Ce que vous avez écrit figure toujours ci-dessous.
write-optional = (facultatif)
write-nothing-to-choose = Il n’y a encore rien à choisir.
write-unknown = Ce champ s’écrit par l’interface destinée aux programmes.
write-row = N° { $what }
write-row-out = Retirer le n° { $what } à l’enregistrement
write-row-add = En ajouter un autre
write-changed = Quelqu’un l’a modifié entre-temps,
write-changed-by = { $what } l’a modifié entre-temps,
write-changed-about = Rien de vous n’est perdu, et rien n’a été enregistré. Comparez, puis enregistrez votre version ou gardez l’autre.
write-theirs = Ce qui y figure maintenant
write-keep-theirs = Garder ce qui y figure
write-mine = Ce que vous avez écrit
write-save-mine = Enregistrer ma version
write-save-on = Enregistrer et continuer
write-save = Enregistrer
write-save-later = Enregistrer et revenir plus tard
write-nothing = Rien n’est écrit ici.
write-item = Élément { $what }
write-decision = Rédiger la décision
write-decision-items = Chaque élément de la demande
write-decision-item = L’élément { $what } est
write-decision-granted = Accordé
write-decision-postponed = L’entraide est ajournée parce que
write-decision-conditions = Conditions auxquelles l’entraide est accordée
write-decision-condition = Condition
write-decision-words = En toutes lettres
write-decision-reasons = Motifs
write-result = Présenter un résultat
write-result-items = Éléments auxquels il répond
write-result-documents = Documents remis
write-result-note = Note
write-renewal = Demander une prolongation
write-renewal-days = Jours au-delà du terme actuel
write-renewal-reasons = Motifs
write-use = Proposer une utilisation ou un transfert ultérieur
write-use-purpose = À quoi cela servira
write-use-proceedings = Dans quelle procédure
write-use-recipient = À qui cela est transmis
write-use-keeps = Conditions respectées
write-use-beyond = Cela va au-delà de ce pour quoi les preuves ont été demandées
write-attachments-documents = Documents joints à la demande
hint-attachments-documents = Leurs empreintes font partie de ce qui est signé. Ajoutez d’abord les documents sur leur page.
hint-decision-items = Un élément refusé appelle un motif. Ce qui reste en blanc n’est pas décidé.
hint-decision-conditions = Une fois acceptées, elles lient l’État requérant.
hint-decision-reasons = Ils sont donnés pour tout refus et toute condition.
hint-result-documents = Au moins un ; ajoutez-les d’abord sur la page des documents.
hint-use-beyond = L’accord préalable de l’autre État est alors requis.

# Check your answers

check-title = Vérifiez vos réponses
check-read = Lire l’ensemble
check-change = Modifier
check-no-documents = Aucun document n’est joint à la demande.
check-digest = Empreinte de ce texte exact
check-digest-hint = C’est de lui que répondent les examinateurs, et c’est lui qui est signé. Un mot changé donne une autre empreinte.
check-next = La suite
check-declare = En continuant, vous déclarez que c’est bien ce texte qui doit être examiné. La page suivante dit ce que fait l’étape.
check-not-yet = Il manque encore quelque chose, ou aucune étape ne vous est ouverte ici.
check-to-tasks = Revenir à la liste

# A new request

new = Nouvelle demande
new-begun = { $what } : le projet est créé. Rien n’a quitté cette autorité.
new-step = Question { $count } sur { $all }
new-on = Continuer
new-begin = Créer le projet
new-none = Il n’y en a pas.
new-not-yours = Les demandes sont créées par les rédacteurs et l’autorité centrale.
new-wrong-choice = Reprenez depuis le début : un de vos choix n’existe pas.
new-choose-one = Choisissez une des réponses, puis continuez.
new-wrong-title = Donnez un titre de 1 à 200 caractères sur une ligne
new-state = Quel État est requis ?
new-state-hint = Tapez les premières lettres de son nom.
new-instrument = Sur quel instrument se fonde-t-elle ?
new-instrument-hint = C’est la première chose que dit une demande, et elle ne peut être changée ensuite.
new-instrument-in-force = En vigueur
new-instrument-training = Pas en vigueur : utilisé ici à titre d’exercice seulement
new-instrument-agreement = Pas en vigueur : seulement si les deux États sont convenus de l’appliquer
new-measure = Que demande-t-on ?
new-measure-hint = La moins intrusive qui suffise passe d’abord. Les examinateurs demanderont pourquoi celle-ci.
new-measure-follows = Elle doit faire suite à une demande antérieure.
new-level = Niveau { $what } sur 10,
new-levels-low = Peu intrusives : niveaux 0 à 2
new-levels-middle = Moyennement intrusives : niveaux 3 et 4
new-levels-high = Intrusives, deux agents à davantage d’étapes : niveaux 5 à 7
new-levels-highest = Les plus intrusives : niveaux 8 à 10
new-follows = Fait-elle suite à une demande antérieure ?
new-follows-hint = Par exemple une conservation : ses délais sont alors liés à celle-ci.
new-follows-needed = Cette mesure doit faire suite à l’une de celles-ci.
new-follows-none = Aucune
new-language = Dans quelle langue la demande est-elle rédigée ?
new-language-hint = Elle appartient au document, quelle que soit la langue de ces pages. Elle doit être acceptable pour l’État requis.
new-title = Comment s’appelle-t-elle dans les listes ?
new-title-hint = Quelques mots sans nom de personne : les listes les montrent en clair.
kind-documents = Documents et archives.
kind-data = Données électroniques stockées.
kind-persons = Audition ou transfert d’une personne.
kind-property = Gel, saisie ou confiscation de biens.
kind-live = Collecte en temps réel.
kind-emergency = Prévenir une urgence.
kind-transmission = Transmission spontanée à un autre État.

# Documents

papers-title = Documents
papers-language = Langue des documents
papers-files = Documents à ajouter
papers-files-hint = Jusqu’à 20 à la fois, chacun de { $what } au plus. Ils sont scellés à l’arrivée.
papers-upload = Téléverser
papers-none = Il n’y a pas encore de documents.
papers-read-hint = Chaque téléchargement laisse une entrée au journal. Rien ne s’ouvre dans le navigateur.
papers-size = Taille
papers-digest = SHA-256
papers-added-by = Ajouté par
papers-by-message = arrivé avec un message
papers-wrong-broken = L’envoi n’est pas arrivé en entier. Renvoyez ce qui ne figure pas au tableau.
papers-wrong-none = Choisissez au moins un document
papers-wrong-large = Un document dépasse la taille admise : divisez-le
papers-wrong-file = Un document ne peut être conservé en l’état

# Coded values of the content schemas

value-S-A = Infraction établie par la Convention (S-A)
value-S-B = Preuves électroniques d’une infraction établie par la Convention (S-B)
value-S-C = Preuves électroniques d’une autre infraction grave (S-C)
value-subscriber = Données relatives aux abonnés
value-identification = Données d’identification seulement
value-traffic = Données relatives au trafic
value-content = Données relatives au contenu
value-other = Autre
value-suspect = Suspect
value-victim = Victime
value-witness = Témoin
value-expert = Expert
value-account-holder = Titulaire du compte
value-yes = Oui
value-no = Non
value-unknown = Inconnu
value-life = La vie
value-safety = La sécurité
value-life-and-safety = La vie et la sécurité
value-money = Argent
value-virtual-asset = Actif virtuel
value-movable = Bien meuble
value-immovable = Bien immeuble
value-right = Droit ou créance
value-summons = Citation à comparaître
value-judgment = Jugement
value-indictment = Acte d’accusation
value-order = Ordonnance
value-judicial-authority = Autorité judiciaire
value-executing-authority = Autorité d’exécution
value-requested-state = État requis
value-requesting-state = État requérant
value-lent-by-requesting-state = Prêté par l’État requérant
value-none = Aucun
value-given = Donné
value-not-yet = Pas encore
value-declined = Refusé
value-production-order = Injonction de produire
value-investigation-order = Décision d’enquête
value-mutual-assistance = Entraide judiciaire

write-left = { $count ->
    [one] { $count } point à remplir
   *[other] { $count } points à remplir
}
write-attached = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
check-missing = { $count ->
    [one] { $count } point manque encore ou est inexact
   *[other] { $count } points manquent encore ou sont inexacts
}
papers-count = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
papers-added = { $count ->
    [one] { $count } document a été ajouté
   *[other] { $count } documents ont été ajoutés
}
