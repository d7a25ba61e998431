# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

outcome-met = Met
outcome-not-met = Not met
outcome-met-with-conditions = Met with conditions
outcome-not-applicable = Not applicable
outcome-deferred = Later

state-open = Open
state-cleared = Cleared
state-blocking = Blocking
state-stale = Stale
state-unconfirmed = To be confirmed

gate-authorisation = Authorisation
gate-sending = Sending
gate-admission = Admission
gate-decision = Decision
gate-execution = Execution
gate-disclosure = Disclosure
gate-use = Use
gate-onward-transfer = Onward transfer
gate-renewal = Renewal
gate-validation = Validation
gate-refusal = Refusal
gate-postponement = Postponement
gate-closing = Closing

role-drafting-official = drafting official
role-central-authority = central authority
role-executing-authority = executing authority
role-judicial-authority = judicial authority
role-rights-reviewer = human-rights reviewer
role-data-protection-reviewer = data-protection reviewer
role-point-of-contact = point of contact
role-auditor = auditor
role-administrator = administrator
role-system = the system
