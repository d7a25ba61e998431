# Avisos por correo y calendario de vencimientos. Los identificadores son los mismos en cada idioma.

notices = Avisos por correo electrónico
notice-none = No se le avisa de nada por correo electrónico.
notice-set = Se le avisa por correo electrónico cuando algo le espera.
notice-none-sent = Esta instalación no envía correos. Consulte al operador; lo que elija aquí contará cuando los envíe.
notice-about = Un mensaje dice que algo le espera, cuánto y dónde está su cola: nada de una solicitud, de un Estado ni de una persona. De cada tipo llega como máximo uno al día.
notice-address = Dirección de correo electrónico
notice-address-hint = Se guarda sellada y se olvida cuando usted la retira.
notice-address-wrong = Indique una dirección como anna@ministry.example.
notice-kinds = Avisarme cuando
notice-kinds-wrong = Elija al menos uno o retire su dirección.
notice-new = me espera algo nuevo
notice-soon = algo vence en 72 horas
notice-overdue = algo está vencido
notice-save = Guardar
notice-withdraw = Retirar mi dirección
notice-withdraw-effect = Ya no se le avisa de nada y la dirección se olvida.
notices-saved = Guardado: se le avisa desde ahora.
notices-withdrawn = Su dirección se ha olvidado.
notice-change = Cambiar de qué se me avisa por correo
notice-mail-subject = Comity: algo le espera
notice-mail-new = { $count ->
    [one] Nuevo en su cola: { $count } solicitud.
   *[other] Nuevo en su cola: { $count } solicitudes.
}
notice-mail-soon = { $count ->
    [one] Vence en 72 horas: { $count } solicitud.
   *[other] Vencen en 72 horas: { $count } solicitudes.
}
notice-mail-overdue = { $count ->
    [one] Vencida: { $count } solicitud.
   *[other] Vencidas: { $count } solicitudes.
}
notice-mail-why = Usted eligió estos avisos en Mi cuenta y puede retirarlos allí.
calendar = Calendario
calendar-name = Comity: vencimientos
calendar-due = { $count ->
    [one] Vence una solicitud
   *[other] Vencen { $count } solicitudes
}
calendar-make = Crear una dirección secreta de su calendario
calendar-about = Un calendario en su teléfono o su escritorio lee esta dirección y muestra los días en que algo de su cola vence: cuántas solicitudes y nada más de ellas. Quien tenga la dirección ve lo mismo y no puede hacer nada con ella.
calendar-lasts = { $count ->
    [one] Cuenta durante { $count } día o hasta que la retire.
   *[other] Cuenta durante { $count } días o hasta que la retire.
}
calendar-once = La dirección secreta de su calendario
calendar-once-about = Se muestra solo esta vez. Añádala a su calendario como suscripción y no la dé a nadie.
calendar-on = La he añadido
calendar-too-many = { $count ->
    [one] Tiene { $count } dirección que cuenta. Retírela primero.
   *[other] Tiene { $count } direcciones que cuentan. Retire una primero.
}
calendar-none = Ningún calendario muestra los vencimientos.
calendar-withdraw = Retirar esta dirección
calendar-withdraw-effect = El calendario que la lee ya no muestra nada nuevo.
calendar-made = Creada

# What the log tells of it.
entry-notices-changed = Se eligieron o retiraron avisos
entry-calendar-issued = Se creó una dirección de calendario
entry-calendar-revoked = Se retiró una dirección de calendario
