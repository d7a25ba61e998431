# Why something was not done. Ids are the same in every language; `$count` and `$what` are filled in.

not-found = Cette page n'existe pas
not-found-about = L'adresse comporte peut-être une erreur, ou la demande n'est pas de celles que vous pouvez consulter. La réponse est la même dans les deux cas.

failed = Le service a connu une défaillance
failed-about = Votre opération a pu être effectuée ou non : veuillez vérifier avant de la recommencer.

too-often = Trop d'appels au service
too-often-about = Veuillez patienter un instant, puis réessayer.

forged = Ce formulaire ne provient pas de ce service, ou il est trop ancien
forged-about = Rien n'a été fait. Veuillez revenir en arrière, recharger la page et envoyer de nouveau le formulaire.
too-long = Ce texte est trop long pour un formulaire
too-long-about = Rien n’a été fait. Revenez en arrière : votre texte y est encore. Abrégez-le ou joignez-le comme document.

not-open = Cela ne peut pas être fait maintenant
not-open-about = La demande a pu évoluer depuis l'ouverture de la page. Veuillez la consulter de nouveau.
