# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = Procédures
procedures-about = Le cheminement des demandes, dans les deux États, avec les garanties à chaque porte. Les règles sont des fichiers que chacun peut lire.
procedures-measures = Mesures qui suivent cette procédure
