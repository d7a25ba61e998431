# Ce qui arrive de l’extérieur : affaires en cours d’un fichier, demandes sur papier.

import = Importer des affaires en cours
import-not-yours = Les affaires sont importées par celles et ceux qui rédigent des demandes ou enregistrent celles qui arrivent.
import-about = Chaque ligne du fichier est une affaire. Une demande de votre part devient un projet ; une demande reçue est enregistrée et compte dès qu’une deuxième personne l’a confirmée.
import-about-gates = Rien de ce qui est importé ne franchit un point de contrôle. Une ligne est reconnue à son ancienne référence : importée deux fois, elle n’est créée qu’une fois.
import-waits = Un fichier de votre part a été essayé. Voir où il en est.
import-source = Nom des dossiers d’où viennent les affaires
import-source-hint = Une ancienne référence n’est importée qu’une fois de chacun. Utilisez toujours le même nom.
import-source-wrong = Donnez aux dossiers un nom de 100 caractères au plus
import-file = Fichier CSV en UTF-8
import-most = { $count ->
    [one] { $count } ligne et 8 Mio au plus ; virgules, points-virgules ou tabulations entre les cellules
   *[other] { $count } lignes et 8 Mio au plus ; virgules, points-virgules ou tabulations entre les cellules
}
import-file-missing = Choisissez le fichier
import-too-large = Le fichier dépasse 8 Mio : divisez-le
import-no-room = Une autre importation est en cours. Attendez qu’elle soit finie, puis réessayez.
import-try = Essayer le fichier
import-columns = Colonnes
import-example = Fichier vide avec un exemple
import-column = Colonne
import-needed = Obligatoire
import-belongs = Ce qui y a sa place
import-column-direction = outgoing : une demande de votre part ; incoming : une demande reçue
import-column-instrument = Code de l’instrument, par exemple UNCC
import-column-measure = Nom de la mesure, comme dans son fichier de règles
import-column-counterpart = Code de l’autre État, de deux lettres
import-column-title = Un titre sans noms de personnes
import-column-old-reference = La référence dans vos propres dossiers
import-column-follows = La demande dont elle découle : sa référence ici, ou l’ancienne référence d’une ligne plus haut
import-column-language = Code de la langue de la demande ; obligatoire pour une demande reçue
import-column-received-on = Le jour de la réception : année, mois, jour ; obligatoire pour une demande reçue
import-column-their-reference = La référence de l’autre État ; obligatoire pour une demande reçue
import-column-channel = post, diplomatic_bag, email ou interpol ; obligatoire pour une demande reçue
import-column-paper = Nom du fichier qui contient le document, pour une demande reçue
import-column-sha256 = SHA-256 de ce fichier ; l’un ou l’autre est obligatoire
import-column-content = Un champ du formulaire de la mesure, par exemple content.facts ou content.items.1.item
import-report = Ce que cela donnerait
import-result = Ce que cela a donné
import-running = { $count } lignes sur { $all } sont faites
import-running-about = Cela continue pendant que vous faites autre chose. En cas d’interruption, importez de nouveau le même fichier : l’importation reprend où elle s’est arrêtée.
import-look-again = Regarder de nouveau
import-stopped = L’importation s’est arrêtée avant la fin. Rien n’est perdu : importez de nouveau le même fichier quand c’est réparé.
import-count-ready = { $count ->
    [one] { $count } ligne peut être importée
   *[other] { $count } lignes peuvent être importées
}
import-count-imported = { $count ->
    [one] { $count } ligne a été importée
   *[other] { $count } lignes ont été importées
}
import-count-before = { $count ->
    [one] { $count } ligne avait déjà été importée
   *[other] { $count } lignes avaient déjà été importées
}
import-count-wrong = { $count ->
    [one] { $count } ligne est fausse
   *[other] { $count } lignes sont fausses
}
import-count-refused = { $count ->
    [one] { $count } ligne a été refusée
   *[other] { $count } lignes ont été refusées
}
import-missing = { $count ->
    [one] Il manque encore { $count } champ
   *[other] Il manque encore { $count } champs
}
import-more = { $count ->
    [one] { $count } autre ligne n’est pas affichée
   *[other] { $count } autres lignes ne sont pas affichées
}
import-begin = { $count ->
    [one] Importer { $count } affaire
   *[other] Importer { $count } affaires
}
import-begin-about = Chaque affaire reçoit une référence et une inscription au journal. Cela ne peut pas être annulé ; les projets peuvent être retirés un par un.
import-another = Choisir un autre fichier
import-wrong = Ce qui est faux
import-wrong-about = Tant que quelque chose est faux, rien n’est importé. Corrigez le fichier et essayez-le de nouveau.
import-line = Ligne
import-found = Ce qui s’y trouve
import-lines = Ligne par ligne
import-case = Affaire
import-state = État
import-became = Demande
import-alike = Ressemble à { $what }
import-state-ready = Prête
import-state-imported = Importée
import-state-before = Déjà importée
import-state-wrong = Fausse
import-state-refused = Refusée
import-wrong-utf8 = Le fichier n’est plus en UTF-8 à partir d’ici
import-wrong-nothing = Il n’y a aucune ligne sous les noms des colonnes
import-wrong-most = Au plus { $what }
import-wrong-column = Cette colonne n’existe pas
import-wrong-twice = C’est là deux fois : une seule suffit
import-wrong-empty = Il faut quelque chose ici
import-wrong-uneven = Le nombre de cellules de la ligne n’est pas celui des colonnes : { $what }. Manque-t-il un guillemet ?
import-wrong-form = Ce n’est pas écrit comme le formulaire le demande
import-wrong-one-of = Ce qui a sa place ici :
import-wrong-number = Un nombre
import-wrong-least = Au moins { $what }
import-wrong-state = Le code d’un autre État que les règles connaissent
import-wrong-not-in-force = L’instrument n’est pas en vigueur, et cet État n’est pas convenu de l’appliquer
import-wrong-future = Un jour déjà venu
import-wrong-field = Le formulaire de cette mesure n’a pas ce champ. Il a : { $what }
import-wrong-has-to-follow = Cette mesure doit découler d’une demande antérieure : nommez-la dans la colonne follows
import-wrong-follows = Une demande que vous pouvez voir, ou une ligne plus haut, avec le même État et le même instrument, du genre demandé
import-wrong-direction = Rien : cette colonne est pour les demandes dans l’autre sens
import-wrong-paper = Le nom d’un fichier parmi les documents, avec le SHA-256 indiqué ici
import-wrong-not-yours = Vos rôles ne vous permettent pas de commencer celle-ci
record = Enregistrer une demande sur papier
record-not-yours = Les demandes sur papier sont enregistrées par l’autorité centrale ou le point de contact.
record-about = Vous enregistrez une demande d’un autre État arrivée sur papier. Elle compte dès qu’une deuxième personne a comparé l’enregistrement au document.
record-from = État qui demande
record-title = Titre
record-title-hint = Quelques mots sans noms de personnes : les listes les montrent
record-reference = Référence de l’État requérant
record-reference-hint = Comme elle figure sur le papier
record-reference-missing = Écrivez la référence, de 100 caractères au plus
record-day = Jour de la réception
record-day-missing = Choisissez le jour
record-paper = Le document numérisé
record-too-large = Le document dépasse 16 Mio : divisez-le
record-content = Ce que dit le document
record-content-about = Copiez ce qui s’y trouve et laissez ouvert ce qu’il ne dit pas. Seuls les éléments écrits ici peuvent être accordés.
record-alike = Dites s’il s’agit d’une autre demande
record-alike-about = Une demande portant cette référence est déjà arrivée de cet État. Celle-ci ressemble à :
record-another = C’est une autre demande : l’enregistrer
record-save = Enregistrer la demande
request-their-reference = Référence de l’État requérant
request-received-on = Reçue le
request-old-reference = Ancienne référence
entry-origin-noted = Provenance notée
help-intake = Ce qui vient de l’extérieur
help-intake-paper = Une demande sur papier s’enregistre depuis la file, avec sa copie numérisée. Une deuxième personne la confirme avant qu’elle compte.
help-intake-file = Les affaires en cours s’importent d’un fichier. Il est d’abord essayé : un tableau dit ligne par ligne ce qui est faux.
