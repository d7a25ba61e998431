# Why something was not done. Ids are the same in every language; `$count` and `$what` are filled in.

not-found = There is no such page
not-found-about = The address may be mistyped, or the request is not one that you may see. Both look the same.

failed = The service failed
failed-about = What you did may have been done or not: look before you do it again.

too-often = Too many calls
too-often-about = Wait a moment, then try again.

forged = This form is not from here, or too old
forged-about = Nothing was done. Go back, load the page again and send the form once more.
too-long = This is more text than a form takes
too-long-about = Nothing was done. Go back: what you typed is still there. Shorten it, or add the long text as a document.

not-open = This cannot be done now
not-open-about = The request may have moved since you opened the page. Look at it again.
