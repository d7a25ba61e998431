# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = Rédiger : { $subject }
action-answer = Répondre à { $safeguard }
map-title = Où en sont les deux États
map-us = Notre côté
map-them = L’autre État
map-now = Nous sommes au stade : { $stage }.
map-next = Suite possible : { $stages }.
map-other = L’autre État, pour autant que ses messages le disent : { $stage }.
map-mark-now = ici maintenant
map-mark-done = franchi
map-mark-next = suite possible
map-mark-ahead = à venir
map-procedure = Toute la procédure, avec ses portes et ses messages
request-head = Dernière inscription du journal de cette demande :
request-registry-number = Numéro de registre
request-of-others = Étapes d’autres personnes, non ouvertes
request-content-show = Le texte de la demande
request-documents-all = Toutes les pièces avec leurs empreintes
request-messages-all = Lire la correspondance
turns-ours = Chez nous
turns-theirs = Chez l’autre État
condition-accepted = Acceptée : elle s’impose
condition-offered = Proposée, pas encore acceptée
condition-drafted = Dans la décision, pas encore proposée
condition-binds = S’impose à tout usage
use-within = Dans le but de la demande
use-beyond-with-leave = Au-delà du but, avec l’accord de l’autre État
use-beyond = Au-delà du but, sans accord
confidential-yes = Demandée
confidential-until = Demandée, jusqu’au { $until }
confidential-no = Non demandée
ledger-title = Conditions et limites d’usage
ledger-none = Aucune condition ne s’impose et rien n’a encore été remis.
ledger-confidential = Confidentialité
delivery = Remise
delivery-items = Éléments auxquels elle répond
delivery-events = { $count ->
    [one] { $count } étape de cette remise
   *[other] { $count } étapes de cette remise
}
uses-none = Pas encore utilisée.
uses-title = Usages
use-what = Ce qui a été fait
use-when = Quand
use-purpose = But
use-digest = Empreinte du texte
history-earlier = { $count ->
    [one] { $count } inscription antérieure
   *[other] { $count } inscriptions antérieures
}
letter-waiting = À envoyer
letter-handed-over = Remis
letter-recorded = À confirmer
letter-heard = Reçu
letter-late = Arrivé trop tard
letter-held-back = Attend son tour
letter-rejected = Rejeté
time-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
time-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
too-often-seconds = { $count ->
    [one] Attendez { $count } seconde.
   *[other] Attendez { $count } secondes.
}
step-refused = Cela n’a pas été fait
step-changed = La demande se trouve maintenant au stade : { $stage }. Ce que vous avez saisi est conservé ci-dessous.
step-kept = Ce que vous avez saisi
step-to-the-request = Aller à la demande
step-think-twice = Avant de continuer
step-stops-request = Cela met fin à ce qui est demandé.
step-final = C’est irréversible : plus rien ne pourra être fait ensuite.
step-cannot-be-called-back = Le message qui part ne peut pas être rappelé.
step-message-to = { $message } – à : { $state }
step-starts = Délais qui commencent à courir
step-stops = Délais qui s’arrêtent
step-pauses = Délais suspendus
step-clock = { $clock } ({ $length })
step-reason-needed = Obligatoire
step-reason-free = Facultatif
step-reason-why = Cette étape ramène en arrière, met fin à la demande ou arrête un délai : dites pourquoi. Votre texte est conservé sous scellés ; le journal n’en contient qu’un engagement cryptographique.
step-reason-may = Ils accompagnent le message envoyé à l’autre État.
