# Suplentes: quién sustituye a quién durante una ausencia. Los identificadores son los mismos en cada idioma.

deputy-title = Suplentes
deputy-none = Nadie le sustituye y usted no sustituye a nadie.
deputy-none-here = Nadie sustituye a nadie.
deputy-ask = Pedir un suplente
deputy-ask-for = Pedir un suplente para este funcionario
deputy-about = Durante su ausencia, otra persona actúa con las funciones de usted además de las propias. Cuenta cuando un administrador lo ha confirmado. No se presta ninguna función que gestione a los funcionarios o lea el registro y, en cada solicitud, su suplente solo hace lo que ambos pueden hacer.
deputy-nobody = Aquí nadie puede sustituirle: un suplente tiene por sí mismo una función que actúa en las solicitudes y ninguna incompatible con las de usted. Consulte a un administrador.
deputy-who = Suplente
deputy-absent = Ausente
deputy-from = Primer día (UTC)
deputy-until = Último día (UTC)
deputy-who-wrong = Elija a un funcionario que pueda sustituir. Un administrador puede decirle quién.
deputy-day-wrong = Indique un día, por ejemplo 2027-03-02.
deputy-days-wrong = Empiece hoy o más tarde, antes de un año, y termine ese día o más tarde, al cabo de 90 días como máximo.
deputy-days-taken = Uno de los dos participa en otra suplencia esos días. Ponga fin a esa primero o elija otros días.
deputy-waits = Por confirmar
deputy-ahead = confirmada, empieza más tarde
deputy-runs = en curso
deputy-over = terminada
deputy-for = por
deputy-confirm = Confirmar esta suplencia
deputy-confirm-effect = Desde el primer día hasta el último, el suplente actúa también con las funciones del otro. Cada asiento que deja con una de ellas lo dice.
deputy-end = Poner fin a esta suplencia
deputy-end-effect = Termina de inmediato: desde ahora el suplente actúa solo con sus propias funciones. Lo que hizo queda hecho.
deputy-asked = Se ha pedido su suplente. La suplencia cuenta cuando un administrador la confirma.
deputy-ended = La suplencia ha terminado.
deputy-queue = por { $what }
deputy-until-hint = { $count ->
    [one] Como máximo { $count } día, incluido el primero
   *[other] Como máximo { $count } días, incluido el primero
}

# What the log tells of it.
entry-deputy-asked = Se pidió un suplente
entry-deputy-confirmed = Se confirmó un suplente
entry-deputy-ended = Terminó una suplencia
