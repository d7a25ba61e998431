# The glossary. Ids are the same in every language.

glossary-title = Legal terms
glossary-about = The terms that these pages and the rulebooks keep to in this language.
glossary-none = English is the language in which the pages were written: there is nothing to compare.
glossary-unchecked = Not every term was held against the certified text of the Convention. Until then, this language is a draft translation.
glossary-english = English
glossary-term = Term
glossary-confidence = How far it can be trusted
glossary-checked = Checked by
glossary-nobody = nobody yet
glossary-standing = Standing term of earlier United Nations conventions
glossary-text-read = Read in the Convention's own text
glossary-secondary = Seen in a text about the Convention, or in the Budapest Convention
glossary-rendering = Best rendering, to be checked against the Convention
