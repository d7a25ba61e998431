# Why something was not done. Ids are the same in every language; `$count` and `$what` are filled in.

not-found = Esa página no existe
not-found-about = Es posible que la dirección contenga un error, o que la solicitud no sea una de las que usted puede consultar. La respuesta es la misma en ambos casos.

failed = El servicio ha fallado
failed-about = Es posible que su operación se haya realizado o que no: compruébelo antes de repetirla.

too-often = Demasiadas llamadas al servicio
too-often-about = Espere un momento y vuelva a intentarlo.

forged = Este formulario no procede de este servicio o es demasiado antiguo
forged-about = No se ha hecho nada. Vuelva atrás, cargue de nuevo la página y envíe otra vez el formulario.
too-long = Es más texto del que admite un formulario
too-long-about = No se ha hecho nada. Vuelva atrás: lo que escribió sigue ahí. Acórtelo o añada el texto largo como documento.

not-open = Esto no puede hacerse ahora
not-open-about = Es posible que la solicitud haya cambiado desde que usted abrió la página. Consúltela de nuevo.
