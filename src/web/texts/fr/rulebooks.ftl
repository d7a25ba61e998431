# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = Recueils de règles
rulebooks-about = Les fichiers sont la loi ici : personne ne les modifie sur une page. Une demande garde le recueil avec lequel elle a commencé, connu par son empreinte.
rulebooks-name = Recueil
rulebooks-instrument = Instrument
rulebooks-status = Statut
rulebooks-used-by = Demandes qui le gardent
rulebooks-hash = Empreinte
rulebooks-offered = Les nouvelles demandes commencent avec lui
rulebooks-kept = Gardé pour des demandes antérieures
rulebooks-shipped = livré avec le programme
rulebooks-unsound = Non vérifié
rulebooks-unsound-about = Selon ce programme, une garantie peut être contournée sous ces règles. Les demandes qui les gardent ne peuvent qu’être closes ou rendues, et aucune nouvelle ne commence avec elles.
rulebooks-story = Le contre-exemple, pas à pas
rulebooks-unreadable = Illisible
rulebooks-measures = Mesures
rulebooks-change = Comment les règles changent
rulebooks-change-about = Deux administrateurs adoptent un recueil : l’un lit ce qui change et le propose, un autre confirme. Les nouvelles demandes commencent alors avec lui, les demandes ouvertes gardent le leur. Des règles qui permettent de contourner une garantie ne peuvent être proposées.
rulebooks-difference = Comparer deux recueils
rulebooks-old = Avant
rulebooks-new = Après
rulebooks-compare = Comparer
rulebooks-same = Les règles sont les mêmes.
rulebooks-fell-count = { $count ->
    [one] La protection baisse sur { $count } ligne.
   *[other] La protection baisse sur { $count } lignes.
}
rulebooks-rose-count = { $count ->
    [one] La protection monte sur { $count } ligne.
   *[other] La protection monte sur { $count } lignes.
}
rulebooks-doubt = Dans le doute, un changement compte comme une baisse.
rulebooks-protection = Protection
rulebooks-place = Où
rulebooks-changed = Ce qui a changé
rulebooks-fell = En baisse
rulebooks-rose = En hausse
rulebooks-neither = Indéterminé
rulebooks-topic-gate = Garanties aux portes
rulebooks-topic-role = Qui répond et confirme
rulebooks-topic-answer = Ce qui peut être répondu
rulebooks-topic-step = Étapes et pas
rulebooks-topic-message = Messages
rulebooks-topic-clock = Délais
rulebooks-topic-measure = Mesures
rulebooks-topic-ground = Motifs et conditions
rulebooks-topic-rulebook = Le recueil lui-même
rulebooks-topic-form = Formulaires
rulebooks-topic-source = Sources et États
rulebooks-topic-text = Textes lus par les personnes
rulebooks-safeguards = Les garanties, porte par porte
rulebooks-safeguards-of = Les garanties, porte par porte : { $what }
rulebooks-safeguards-about = Une porte s’ouvre une fois levée chaque garantie qui s’y applique. Personne ne peut en sauter.
rulebooks-back-to-picture = La procédure en image
rulebooks-measure = Pour quelle mesure
rulebooks-show = Afficher
rulebooks-side-requesting = Dans l’État requérant
rulebooks-side-requested = Dans l’État requis
rulebooks-side-holding = À chaque remise
rulebooks-gate = Porte
rulebooks-steps = Pas qui la franchissent
rulebooks-no-safeguard = Aucune garantie ne s’applique ici pour cette mesure.
rulebooks-answers = Qui répond
rulebooks-confirms = confirmé par
rulebooks-binds = S’applique dans
rulebooks-hard = Un non est définitif
