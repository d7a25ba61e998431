# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = Skip to the content

language-of-pages = Language

navigation = Sections
menu = Menu

training = For training: nothing here is a real request.

not-in-force = Not in force: { $what }.
not-in-force-agreed = Both States agreed to apply it.

translation-draft = Draft translation: nobody has checked it against the official text of the Convention.

error-prefix = Error:
error-summary = There is a problem
error-trace = If you ask the operator about this, give this number:

back = Back

cancel = Cancel

instrument-not-in-force = not in force
instrument-in-force = in force

copy = Copy
copied = Copied
characters-left = Characters left:
session-ending = You will be signed out soon
session-ending-about = What you typed is kept for a while; sign in again and go on.
session-stay = Stay signed in
