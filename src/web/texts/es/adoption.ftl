# Adopting a rulebook by two administrators. Ids are the same in every language; `$count` and `$what` are filled in.

adoption-waits = Espera ser adoptado
adoption-by-two = Adoptado por dos administradores el { $what }
adoption-at-first = Adoptado con la instalación el { $what }
adoption-offered = { $count ->
    [one] El programa se inició con 1 reglamento que nadie ha adoptado. Las nuevas solicitudes siguen con el adoptado hasta que dos administradores lo adopten.
   *[other] El programa se inició con { $count } reglamentos que nadie ha adoptado. Las nuevas solicitudes siguen con los adoptados hasta que dos administradores los adopten.
}
adoption-waiting = A la espera de un segundo administrador
adoption-propose = Proponer su adopción
adoption-propose-title = Proponer la adopción: { $what }
adoption-propose-about = Lea lo que cambia y diga por qué. Nada cambia hasta que otro administrador lo confirme.
adoption-instead = En lugar de
adoption-nothing = Ninguno: es el primero de su instrumento
adoption-reason = Motivos
adoption-reason-hint = Los lee el segundo administrador. Se guardan sellados y el registro da fe de ellos.
adoption-reason-missing = Diga por qué debe adoptarse este reglamento
adoption-send = Proponer
adoption-proposed = Propuesto. Otro administrador tiene que confirmarlo.
adoption-title = Adoptar el reglamento: { $what }
adoption-effect = Desde que usted confirme, las nuevas solicitudes empiezan con este reglamento. Las que han empezado conservan el suyo. Su acto es un asiento del registro.
adoption-proposed-at = Propuesto
adoption-lower = La protección baja
adoption-word = baja
adoption-word-label = Ha leído dónde baja la protección. Escriba la palabra «{ $what }» para aceptarlo
adoption-word-wrong = Escriba la palabra «{ $what }» o no adopte este reglamento
adoption-confirm = Adoptar este reglamento
adoption-confirmed = Adoptado. Desde ahora las nuevas solicitudes empiezan con él.
adoption-take-back = Retirar la propuesta
adoption-taken-back = La propuesta fue retirada.
adoption-yours = Usted lo propuso, así que lo confirma otro administrador. Puede retirar la propuesta.
adoption-overtaken = Desde esta propuesta se adoptó otro reglamento, así que lo que se leyó entonces ya no vale. Retírela y proponga de nuevo.
adoption-settled = Está resuelto: nadie tiene que hacer nada.
adoption-look = Espera a un segundo administrador.
adoption-unsound = Un reglamento que no supera la comprobación no puede proponerse. Las nuevas solicitudes siguen con el adoptado.
entry-rulebook-adopted = Se adoptó un reglamento con la instalación
entry-adoption-proposed = Se propuso la adopción de un reglamento
entry-adoption-confirmed = Se adoptó un reglamento
entry-adoption-taken-back = Se retiró la propuesta de un reglamento
