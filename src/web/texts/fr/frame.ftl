# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = Aller au contenu

language-of-pages = Langue

navigation = Rubriques
menu = Menu

training = Exercice : aucune demande figurant ici n'est réelle.

not-in-force = Pas en vigueur : { $what }.
not-in-force-agreed = Les deux États sont convenus de l'appliquer.

translation-draft = Projet de traduction : personne ne l'a vérifié au regard du texte officiel de la Convention.

error-prefix = Erreur :
error-summary = Un problème est survenu
error-trace = Pour toute question à l'exploitant à ce sujet, indiquer :

back = Retour

cancel = Annuler

instrument-not-in-force = pas en vigueur
instrument-in-force = en vigueur

copy = Copier
copied = Copié
characters-left = Caractères restants :
session-ending = Vous serez bientôt déconnecté
session-ending-about = Ce que vous avez saisi est gardé quelque temps ; reconnectez-vous pour continuer.
session-stay = Rester connecté
