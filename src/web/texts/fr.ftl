# Ce que disent les pages, en français. Les identifiants sont les mêmes dans toutes les langues ; `$count` et `$what` sont remplacés.

service-name = Comity
skip-to-content = Aller au contenu
language-of-pages = Langue
navigation = Rubriques
training = Exercice : aucune demande figurant ici n'est réelle.
not-in-force = { $what } : cet instrument n'est pas en vigueur. Il est appliqué ici à titre d'exercice, ou parce que les deux États en sont convenus.
translation-draft = Projet de traduction : personne ne l'a vérifié au regard du texte officiel de la Convention.

error-prefix = Erreur :
error-summary = Un problème est survenu
error-trace = Pour toute question à l'exploitant à ce sujet, indiquer :
back = Retour
cancel = Annuler

sign-in = Connexion
sign-in-button = Se connecter
sign-in-name = Identifiant
sign-in-name-hint = Tel que votre administrateur vous l'a remis, par exemple anna.lindqvist
sign-in-password = Mot de passe
sign-in-agreement = Ce que vous faites ici est inscrit dans un journal que des tiers peuvent vérifier. Les mots de passe erronés ralentissent les essais, mais ne bloquent jamais le compte.
sign-in-refused = L'identifiant ou le mot de passe est incorrect.
sign-in-temporary = Votre mot de passe a été choisi par quelqu'un d'autre. Veuillez d'abord choisir le vôtre.
sign-in-slowed = Trop d'essais infructueux. Veuillez patienter un instant, puis réessayer. Rien n'a été vérifié cette fois-ci.
sign-in-needed = Veuillez d'abord vous connecter. Vous reviendrez ensuite à la page souhaitée.
sign-in-ends = Vous êtes déconnecté après 30 minutes sans clic, et au plus tard après 10 heures.
sign-out = Se déconnecter
signed-out = Vous êtes déconnecté.

password-choose = Choisir votre mot de passe
password-old = Mot de passe actuel
password-new = Nouveau mot de passe
password-new-hint = 12 caractères ou plus ; quelques mots conviennent bien
password-chosen = Votre mot de passe est choisi. Veuillez l'utiliser pour vous connecter.

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

request-stage-since = depuis le
request-actions = Ce que vous pouvez faire maintenant
request-actions-none = Vous n'avez rien à faire sur cette demande pour le moment.
request-in-the-way = Ce qui fait obstacle
request-others = Étapes qui ne vous sont pas ouvertes pour le moment
request-deadlines = Délais
request-deadlines-none = Aucun délai ne court.
request-paused = suspendu
request-details = À propos de cette demande
request-side = Notre rôle
request-side-requesting = Nous sommes l'État requérant
request-side-requested = Nous sommes l'État requis
request-counterpart = L'autre État
request-measure = Mesure
request-profile = Garanties obligatoires
request-rulebook = Recueil de règles
request-held-by = Où se trouve le dossier
request-held-by-authority = chez nous
request-held-by-counterpart = chez l'autre État
request-ended = Dossier terminé
request-content = Contenu de la demande
request-content-none = Rien n'a encore été rédigé.
request-missing = Reste à fournir
request-safeguards = Points de contrôle des garanties à venir
request-safeguards-none = Aucune garantie n'est posée à une porte ouvrant la suite à partir d'ici.
request-safeguard = Garantie
request-gate = Porte
request-state = Statut
request-documents = Pièces
request-documents-none = Aucune pièce.
request-document-name = Nom
request-document-type = Type
request-document-size = Taille en octets
request-messages = Messages
request-messages-none = Aucun message reçu ni envoyé.
request-history = Ce qui s'est passé
request-entry = inscription
request-sealed = Cette demande est mise sous scellés, car ses tables et son journal diffèrent. Plus rien ne la fait avancer : veuillez avertir votre vérificateur.
request-deliveries = Remises

step-confirm = Confirmer cette étape maintenant ?
step-effect-to = La demande passe à
step-effect-sends = Un message part pour l'autre État
step-reason = Motifs
step-reason-hint = Exigés lorsqu'une étape ramène en arrière, met fin à la demande de façon anticipée ou arrête un délai. Ils sont conservés sous scellés ; le journal en contient un engagement cryptographique.
step-done-to = La demande se trouve maintenant au stade suivant : { $what }

answer-title = Point de contrôle des garanties
answer-question = La question
answer-articles = Sur le fondement de
answer-read = Ce sur quoi porte votre réponse
answer-read-hint = Votre réponse ne vaut que pour ces termes exacts. S'ils changent, la question est posée de nouveau.
answer-digest = Empreinte de ce que vous avez lu
answer-choose = Votre réponse
answer-reason = Motifs
answer-reason-hint = Exigés pour une réponse négative et partout où les règles le demandent. Ils sont conservés sous scellés.
answer-later = Jusqu'à quelle date, si vous répondez plus tard
answer-save = Enregistrer la réponse
answer-saved = Votre réponse est enregistrée
answer-by = Réponse de
answer-not-yours = La réponse à cette question revient à d'autres. Vous pouvez la lire ici.
answer-link = Répondre

outcome-met = Satisfaite
outcome-not-met = Non satisfaite
outcome-met-with-conditions = Satisfaite sous conditions
outcome-not-applicable = Sans objet
outcome-deferred = Plus tard

state-open = Ouverte
state-cleared = Réglée
state-blocking = Bloquante
state-stale = Caduque
state-unconfirmed = À confirmer

gate-authorisation = Autorisation
gate-sending = Envoi
gate-admission = Recevabilité
gate-decision = Décision
gate-execution = Exécution
gate-disclosure = Divulgation
gate-use = Utilisation
gate-onward-transfer = Transfert ultérieur
gate-renewal = Prolongation
gate-validation = Validation
gate-refusal = Refus
gate-postponement = Ajournement
gate-closing = Clôture

role-drafting-official = rédacteur
role-central-authority = autorité centrale
role-executing-authority = autorité d'exécution
role-judicial-authority = autorité judiciaire
role-rights-reviewer = examinateur des droits de l'homme
role-data-protection-reviewer = examinateur de la protection des données
role-point-of-contact = point de contact
role-auditor = vérificateur
role-administrator = administrateur

procedures = Procédures
procedures-about = Le cheminement des demandes, dans les deux États, avec les garanties à chaque porte. Les règles sont des fichiers que chacun peut lire.
procedures-measures = Mesures qui suivent cette procédure

not-found = Cette page n'existe pas
not-found-about = L'adresse comporte peut-être une erreur, ou la demande n'est pas de celles que vous pouvez consulter. La réponse est la même dans les deux cas.
failed = Le service a connu une défaillance
failed-about = Votre opération a pu être effectuée ou non : veuillez vérifier avant de la recommencer.
too-often = Trop d'appels au service
too-often-about = Veuillez patienter un instant, puis réessayer.
forged = Ce formulaire ne provient pas de ce service, ou il est trop ancien
forged-about = Rien n'a été fait. Veuillez revenir en arrière, recharger la page et envoyer de nouveau le formulaire.
not-open = Cela ne peut pas être fait maintenant
not-open-about = La demande a pu évoluer depuis l'ouverture de la page. Veuillez la consulter de nouveau.

message-in = Reçu
message-out = Envoyé
role-system = le système

entry-request-begun = Demande ouverte
entry-subject-changed = Contenu de la demande rédigé
entry-safeguard-answered = Réponse donnée à la garantie
entry-answer-confirmed = Réponse confirmée
entry-answer-withdrawn = Réponse retirée
entry-transition-taken = Étape franchie
entry-message-late = Message reçu que rien n'attend ici
entry-message-recorded = Message sur papier consigné
entry-message-handed-over = Message remis sur papier
entry-message-held-back = Message reçu avant son tour
entry-message-received-there = Message reçu par l'autre État
entry-deadline-passed = Délai expiré
entry-link-pending = Message d'une demande liée
entry-finding-noted = Objection à une demande liée consignée
entry-attempt-refused = Tentative refusée
entry-document-added = Pièce ajoutée
entry-document-read = Pièce lue
entry-content-disclosed = Texte communiqué à un vérificateur
entry-official-assigned = Agent désigné
entry-registry-number-given = Numéro de registre attribué
entry-request-sealed = Demande mise sous scellés

instrument-not-in-force = pas en vigueur
instrument-in-force = en vigueur
