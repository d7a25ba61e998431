# Adopting a rulebook by two administrators. Ids are the same in every language; `$count` and `$what` are filled in.

adoption-waits = Waits to be adopted
adoption-by-two = Adopted by two administrators on { $what }
adoption-at-first = Adopted with the installation on { $what }
adoption-offered = { $count ->
    [one] The program was started with 1 rulebook that nobody has adopted. New requests go on under the adopted one until two administrators adopt it.
   *[other] The program was started with { $count } rulebooks that nobody has adopted. New requests go on under the adopted ones until two administrators adopt them.
}
adoption-waiting = Waiting for a second administrator
adoption-propose = Propose to adopt it
adoption-propose-title = Propose to adopt: { $what }
adoption-propose-about = Read what changes, then say why. Nothing changes until another administrator confirms it.
adoption-instead = In place of
adoption-nothing = Nothing: it is the first of its instrument
adoption-reason = Reasons
adoption-reason-hint = The second administrator reads them. They are kept sealed, and the log commits to them.
adoption-reason-missing = Say why this rulebook is to be adopted
adoption-send = Propose
adoption-proposed = Proposed. Another administrator has to confirm it.
adoption-title = Adopt the rulebook: { $what }
adoption-effect = From the moment you confirm, new requests begin with this rulebook. Requests that have begun keep theirs. Your act is an entry of the log.
adoption-proposed-at = Proposed
adoption-lower = Protection falls
adoption-word = lower
adoption-word-label = You have read where protection falls. Type the word “{ $what }” to accept it
adoption-word-wrong = Type the word “{ $what }”, or do not adopt this rulebook
adoption-confirm = Adopt this rulebook
adoption-confirmed = Adopted. New requests begin with it from now on.
adoption-take-back = Take the proposal back
adoption-taken-back = The proposal was taken back.
adoption-yours = You proposed it, so another administrator confirms it. You can take it back.
adoption-overtaken = Another rulebook was adopted since this was proposed, so what was read then no longer holds. Take it back and propose again.
adoption-settled = This was settled: nobody has to do anything.
adoption-look = It waits for a second administrator.
adoption-unsound = A rulebook that does not check cannot be proposed. New requests go on under the adopted one.
entry-rulebook-adopted = A rulebook was adopted with the installation
entry-adoption-proposed = The adoption of a rulebook was proposed
entry-adoption-confirmed = A rulebook was adopted
entry-adoption-taken-back = The proposal of a rulebook was taken back
