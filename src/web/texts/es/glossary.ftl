# The glossary. Ids are the same in every language.

glossary-title = Términos jurídicos
glossary-about = Los términos a los que se atienen estas páginas y los reglamentos en este idioma.
glossary-none = Las páginas se redactaron en inglés: no hay nada que comparar.
glossary-unchecked = No todos los términos se han cotejado con el texto certificado de la Convención. Hasta entonces, este idioma es un proyecto de traducción.
glossary-english = Inglés
glossary-term = Término
glossary-confidence = Fiabilidad
glossary-checked = Cotejado por
glossary-nobody = nadie todavía
glossary-standing = Término consolidado de convenciones anteriores de las Naciones Unidas
glossary-text-read = Leído en el propio texto de la Convención
glossary-secondary = Visto en un texto sobre la Convención, o en el Convenio de Budapest
glossary-rendering = Mejor traducción, por cotejar con la Convención
