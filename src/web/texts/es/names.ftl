# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

outcome-met = Cumplida
outcome-not-met = No cumplida
outcome-met-with-conditions = Cumplida con condiciones
outcome-not-applicable = No aplicable
outcome-deferred = Más adelante

state-open = Abierta
state-cleared = Resuelta
state-blocking = Impide avanzar
state-stale = Desactualizada
state-unconfirmed = Por confirmar

gate-authorisation = Autorización
gate-sending = Envío
gate-admission = Admisión
gate-decision = Decisión
gate-execution = Ejecución
gate-disclosure = Revelación
gate-use = Utilización
gate-onward-transfer = Transferencia ulterior
gate-renewal = Prórroga
gate-validation = Validación
gate-refusal = Denegación
gate-postponement = Aplazamiento
gate-closing = Cierre

role-drafting-official = funcionario redactor
role-central-authority = autoridad central
role-executing-authority = autoridad de ejecución
role-judicial-authority = autoridad judicial
role-rights-reviewer = examinador de derechos humanos
role-data-protection-reviewer = examinador de protección de datos
role-point-of-contact = punto de contacto
role-auditor = auditor
role-administrator = administrador
role-system = el sistema
