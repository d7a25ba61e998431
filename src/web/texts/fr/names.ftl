# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

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
role-system = le système
