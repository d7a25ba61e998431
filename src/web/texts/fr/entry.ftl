# Coming in and going out. Ids are the same in every language; `$count` and `$what` are filled in.

sign-in = Connexion
sign-in-button = Se connecter
sign-in-name = Identifiant
sign-in-name-hint = Tel que votre administrateur vous l'a remis, par exemple anna.lindqvist
sign-in-password = Mot de passe
sign-in-agreement = Ce que vous faites ici est inscrit dans un journal que des tiers peuvent vérifier. Les mots de passe erronés ralentissent les essais, mais ne bloquent jamais le compte.
sign-in-refused = L'identifiant ou le mot de passe est incorrect.
sign-in-temporary = Votre mot de passe a été choisi par quelqu'un d'autre. Veuillez d'abord choisir le vôtre.
sign-in-slowed = Trop d'essais infructueux. Veuillez patienter un instant, puis réessayer. Rien n'a été vérifié cette fois-ci.
sign-in-needed = Veuillez d'abord vous connecter. Vous reviendrez ensuite à la page souhaitée.
sign-in-ends = Vous êtes déconnecté après 30 minutes sans clic, et au plus tard après 10 heures.
sign-out = Se déconnecter

signed-out = Vous êtes déconnecté.

password-choose = Choisir votre mot de passe
password-old = Mot de passe actuel
password-new = Nouveau mot de passe
password-new-hint = 12 caractères ou plus ; quelques mots conviennent bien
password-chosen = Votre mot de passe est choisi. Veuillez l'utiliser pour vous connecter.
