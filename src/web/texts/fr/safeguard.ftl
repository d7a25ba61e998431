# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

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
