# The glossary. Ids are the same in every language.

glossary-title = Termes juridiques
glossary-about = Les termes auxquels s'en tiennent ces pages et les recueils de règles dans cette langue.
glossary-none = Les pages ont été rédigées en anglais : il n'y a rien à comparer.
glossary-unchecked = Tous les termes n'ont pas été vérifiés au regard du texte certifié de la Convention. Jusque-là, cette langue est un projet de traduction.
glossary-english = Anglais
glossary-term = Terme
glossary-confidence = Fiabilité
glossary-checked = Vérifié par
glossary-nobody = personne encore
glossary-standing = Terme établi des conventions antérieures des Nations Unies
glossary-text-read = Lu dans le texte même de la Convention
glossary-secondary = Relevé dans un texte sur la Convention, ou dans la Convention de Budapest
glossary-rendering = Meilleure traduction, à vérifier au regard de la Convention
