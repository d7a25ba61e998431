# Why something is not open, and what to do next. Ids are the same in every language; variables are filled in.

subject-request = la solicitud
subject-decision = la decisión
subject-result = el resultado
subject-renewal = la prórroga
subject-use = el uso
refusal-ended = Esta solicitud terminó en la etapa «{ $stage }». Ya no puede hacerse nada más con ella.
refusal-unknown = Aquí no se conoce nada con el nombre «{ $name }». Vuelva a cargar la página y elija entre lo que muestra.
refusal-not-from-here = El paso «{ $step }» no puede darse en la etapa «{ $stage }». Consulte la solicitud para ver los pasos posibles.
refusal-not-for-officials = El paso «{ $step }» se da cuando llega un mensaje o vence un plazo, nunca lo da un funcionario. Solo cabe esperar.
refusal-role-missing = Función necesaria: { $roles }. Diríjase a alguien que la ejerza.
refusal-author-may-not = Usted redactó o registró esta solicitud. Debe hacerlo otra persona.
refusal-collector-may-not = Usted preparó este resultado. Debe hacerlo otra persona.
refusal-answered-here = Usted respondió a «{ $safeguard }» en esta puerta ({ $gate }). El paso debe darlo otra persona.
refusal-passed-here = Usted pasó esta puerta con lo que ahora consta en ella ({ $gate }). Debe responder otra persona.
refusal-same-official = Usted pasó una puerta anterior ({ $earlier }). Tratándose de una medida intrusiva, debe pasar esta otra persona ({ $gate }).
refusal-subject-missing = Todavía sin redactar: { $subject }. Hay que redactarlo antes.
refusal-incomplete = { $count ->
    [one] La solicitud está incompleta: falta { $count } elemento. Hay que añadirlo antes.
   *[other] La solicitud está incompleta: faltan { $count } elementos. Hay que añadirlos antes.
}
refusal-safeguards-open = { $count ->
    [one] { $count } salvaguardia aún no está superada. Va antes:
   *[other] { $count } salvaguardias aún no están superadas. Van antes:
}
refusal-gate-not-passed = La puerta «{ $before }» va antes de «{ $gate }», con la solicitud tal como está. Vuelva primero a ella.
refusal-ground-missing = La decisión no indica ningún motivo. Elija uno de los admitidos para esta medida.
refusal-ground-not-allowed = Este motivo no se admite para la medida «{ $measure }»: { $ground }. Elija otro.
refusal-ground-forbidden = Esto nunca puede ser un motivo de denegación: { $ground }. Elija otro.
refusal-consult-first = Consulte al otro Estado antes de denegar o aplazar por este motivo: { $ground }. Abra una consulta y espere a que termine.
refusal-reasons-missing = Se necesitan motivos. Diga por qué, en palabras que puedan leer el otro Estado y un tribunal.
refusal-item-unknown = El elemento «{ $item }» no figura entre los solicitados. Indique solo elementos de la solicitud.
refusal-decision-does-not-fit = La decisión tal como está redactada no corresponde al paso «{ $step }». Redacte de nuevo qué se concede, qué se deniega y con qué condiciones, o dé el paso que corresponda.
refusal-beyond-grant = El elemento «{ $item }» no fue concedido. Retírelo del resultado.
refusal-conditions-not-accepted = El Estado requirente no ha aceptado estas condiciones: { $conditions }. Propóngalas y espere la respuesta.
refusal-conditions-not-kept = Estas condiciones vinculan la entrega: { $conditions }. El uso debe comprometerse a cumplirlas.
refusal-consent-missing = Este uso va más allá de aquello para lo que se pidieron las pruebas. Pida autorización al Estado que las facilitó y espere su respuesta.
refusal-not-editable = Esto no puede modificarse en la etapa «{ $stage }»: { $subject }.
refusal-editable-at = Se puede en: { $stages }.
refusal-reading-missing = La página no indicó lo que usted leyó. Abra de nuevo el punto de control, léalo y responda a «{ $safeguard }».
refusal-changed-since-read = Lo que usted leyó ha cambiado. Léalo de nuevo y responda a «{ $safeguard }».
refusal-not-asked = «{ $safeguard }» no se pregunta en esta puerta para esta solicitud ({ $gate }). Vuelva a la solicitud.
refusal-document-missing = Esta respuesta a «{ $safeguard }» requiere un documento. Adjúntelo a la solicitud y responda con él.
refusal-only-with-grounds = Esta respuesta a «{ $safeguard }» no corresponde a los motivos de la decisión. Dé otra respuesta o cambie la decisión.
refusal-negative-stands = «{ $safeguard }» recibió una respuesta negativa. Se mantiene mientras se pida lo mismo: deniegue, o espere una solicitud que pida otra cosa.
refusal-negative-by-another = «{ $safeguard }» recibió una respuesta negativa. Solo otro funcionario puede responder de nuevo, con motivos.
refusal-not-deferrable = «{ $safeguard }» no puede aplazarse así. Responda ahora o indique una fecha que las normas permitan.
refusal-no-such-answer = No existe tal respuesta a «{ $safeguard }». Vuelva a cargar la página y vea en qué situación está.
refusal-second-official = Debe hacerlo un segundo funcionario, no quien hizo la primera parte.
refusal-out-of-turn = El mensaje número { $expected } va antes; este es el número { $number }. Los mensajes se toman en su orden.
refusal-message-lacks = Al mensaje «{ $message }» le falta algo que debe traer. Pida al otro Estado que lo envíe de nuevo, completo.
refusal-content-lacks = Falta algo ({ $subject }): un documento o los elementos a los que responde. Añádalo y guarde de nuevo.
refusal-not-new = Esto ya se guardó en la misma forma: { $subject }. Guárdelo de nuevo.
refusal-frozen = Las normas con las que empezó esta solicitud ya no superan las comprobaciones. Solo puede retirarse, devolverse o cerrarse.
refusal-not-in-force = { $instrument } no está en vigor y no consta aquí ningún acuerdo para aplicarlo con: { $state }. Un administrador puede registrar un acuerdo y otro confirmarlo.
refusal-another-instrument = La solicitud anterior se basa en { $earlier } y esta en { $instrument }. Una cadena se mantiene en un solo instrumento: omita la anterior o pida con arreglo a { $earlier }.
refusal-not-due = Este plazo aún no ha vencido. Espere a que venza.
refusal-officials-only = Solo puede hacerlo un funcionario.
refusal-out-of-scope = Su acceso no lo permite. Inicie sesión con su contraseña.
refusal-no-such-place = Esta parte de la lista no existe. Empiece de nuevo por la primera página.
refusal-read-another-version = Alguien ha actuado sobre esta solicitud desde que usted abrió la página. Vea cómo está ahora y decida de nuevo.
refusal-done-before = Esto ya se envió y se ejecutó. Consulte la solicitud.
refusal-second-administrator = Un segundo administrador debe dar su conformidad: no la ha dado, o ya la dio.
refusal-unusable = Algo de lo introducido no puede utilizarse. Compruébelo y envíelo de nuevo.
refusal-too-large = El documento supera los { $size } MB. Divídalo.
refusal-exists-already = Esto ya existe. Compruébelo antes de enviarlo de nuevo.
refusal-busy = El servicio está ocupado. No se hizo nada: espere un momento y envíelo de nuevo.
refusal-counting = Las solicitudes aún se están contando, como tras cada inicio del servicio. Vuelva a mirar dentro de unos minutos.
refusal-recused = Usted declaró un conflicto de intereses en esta solicitud. Otra persona se ocupa de ella.
refusal-not-recused = Este funcionario no declaró aquí ningún conflicto de intereses, o ya ha vuelto.
refusal-erased = El contenido de esta solicitud se suprimió el { $day } (motivo: { $basis }). Solo quedan sus asientos en el registro.
refusal-on-hold = El contenido de esta solicitud está retenido: no se suprime nada.
refusal-not-ended = Esta solicitud no ha terminado: su contenido solo se suprime después del último paso.
erasure-retention-ended = había vencido el plazo de conservación
erasure-no-longer-needed = ya no era necesario
erasure-data-subject = a petición de una persona afectada
erasure-ordered = por orden de un tribunal o de una autoridad de control
erasure-unlawful = no debió haberse tratado
