# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

answer-title = Punto de control de salvaguardias
answer-question = La pregunta
answer-articles = Con fundamento en
answer-read = Aquello a lo que se refiere su respuesta
answer-read-hint = Su respuesta vale únicamente para estos términos exactos. Si cambian, se vuelve a formular la pregunta.
answer-digest = Huella criptográfica de lo que ha leído
answer-choose = Su respuesta
answer-reason = Motivos
answer-reason-hint = Son necesarios para una respuesta negativa y siempre que las normas los exijan. Se conservan sellados.
answer-later = Hasta cuándo, si responde más adelante
answer-save = Guardar la respuesta
answer-saved = Su respuesta ha quedado guardada
answer-by = Responde
answer-not-yours = Corresponde a otras personas responder a esta pregunta. Puede leerla aquí.
answer-link = Responder
