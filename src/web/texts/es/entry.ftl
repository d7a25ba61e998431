# Coming in and going out. Ids are the same in every language; `$count` and `$what` are filled in.

sign-in = Inicio de sesión
sign-in-button = Iniciar sesión
sign-in-name = Nombre de usuario
sign-in-name-hint = Tal como se lo facilitó su administrador, por ejemplo anna.lindqvist
sign-in-password = Contraseña
sign-in-agreement = Lo que usted hace aquí queda inscrito en un registro que terceros pueden verificar. Las contraseñas incorrectas ralentizan los intentos, pero nunca bloquean la cuenta.
sign-in-refused = El nombre de usuario o la contraseña no son correctos.
sign-in-temporary = Su contraseña fue elegida por otra persona. Elija primero la suya.
sign-in-slowed = Demasiados intentos fallidos. Espere un momento y vuelva a intentarlo. Esta vez no se ha comprobado nada.
sign-in-needed = Inicie sesión primero. Después volverá a la página que deseaba.
sign-in-ends = La sesión se cierra tras 30 minutos sin ningún clic y, a más tardar, al cabo de 10 horas.
sign-out = Cerrar sesión

signed-out = Ha cerrado la sesión.

password-choose = Elegir su contraseña
password-old = Contraseña actual
password-new = Contraseña nueva
password-new-hint = 12 caracteres o más; unas pocas palabras son adecuadas
password-chosen = Su contraseña ha quedado elegida. Inicie sesión con ella.
