# Adopting a rulebook by two administrators. Ids are the same in every language; `$count` and `$what` are filled in.

adoption-waits = Attend d’être adopté
adoption-by-two = Adopté par deux administrateurs le { $what }
adoption-at-first = Adopté avec l’installation le { $what }
adoption-offered = { $count ->
    [one] Le programme a été démarré avec { $count } recueil que personne n’a adopté. Les nouvelles demandes suivent le recueil adopté tant que deux administrateurs n’en ont pas décidé autrement.
   *[other] Le programme a été démarré avec { $count } recueils que personne n’a adoptés. Les nouvelles demandes suivent les recueils adoptés tant que deux administrateurs n’en ont pas décidé autrement.
}
adoption-waiting = En attente d’un second administrateur
adoption-propose = Proposer de l’adopter
adoption-propose-title = Proposer d’adopter : { $what }
adoption-propose-about = Lisez ce qui change, puis dites pourquoi. Rien ne change avant qu’un autre administrateur ne confirme.
adoption-instead = À la place de
adoption-nothing = Rien : c’est le premier de son instrument
adoption-reason = Motifs
adoption-reason-hint = Le second administrateur les lit. Ils sont gardés scellés, et le journal s’y engage.
adoption-reason-missing = Dites pourquoi ce recueil doit être adopté
adoption-send = Proposer
adoption-proposed = Proposé. Un autre administrateur doit confirmer.
adoption-title = Adopter le recueil : { $what }
adoption-effect = Dès que vous confirmez, les nouvelles demandes commencent avec ce recueil. Celles qui ont commencé gardent le leur. Votre acte est une inscription au journal.
adoption-proposed-at = Proposé
adoption-lower = La protection baisse
adoption-word = baisse
adoption-word-label = Vous avez lu où la protection baisse. Écrivez le mot « { $what } » pour l’accepter
adoption-word-wrong = Écrivez le mot « { $what } », ou n’adoptez pas ce recueil
adoption-confirm = Adopter ce recueil
adoption-confirmed = Adopté. Les nouvelles demandes commencent désormais avec lui.
adoption-take-back = Retirer la proposition
adoption-taken-back = La proposition a été retirée.
adoption-yours = Vous l’avez proposé : un autre administrateur confirme. Vous pouvez retirer la proposition.
adoption-overtaken = Un autre recueil a été adopté depuis cette proposition : ce qui a été lu alors ne vaut plus. Retirez-la et proposez de nouveau.
adoption-settled = C’est réglé : personne n’a rien à faire.
adoption-look = Un second administrateur doit confirmer.
adoption-unsound = Un recueil qui ne passe pas la vérification ne peut être proposé. Les nouvelles demandes suivent le recueil adopté.
entry-rulebook-adopted = Un recueil a été adopté avec l’installation
entry-adoption-proposed = L’adoption d’un recueil a été proposée
entry-adoption-confirmed = Un recueil a été adopté
entry-adoption-taken-back = La proposition d’un recueil a été retirée
