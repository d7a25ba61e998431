# The glossary. Ids are the same in every language.

glossary-title = 法律术语
glossary-about = 这些页面和规则集在该语文中所采用的术语。
glossary-none = 页面以英文撰写，无需对照。
glossary-unchecked = 并非所有术语均已对照《公约》经核证的文本核对。在此之前，该语文为译文草稿。
glossary-english = 英文
glossary-term = 术语
glossary-confidence = 可信程度
glossary-checked = 核对人
glossary-nobody = 尚无人核对
glossary-standing = 联合国先前各公约的固定术语
glossary-text-read = 见于《公约》本身的文本
glossary-secondary = 见于有关《公约》的文本或《布达佩斯公约》
glossary-rendering = 最佳译法，须对照《公约》核对
