# Coming in and going out. Ids are the same in every language; `$count` and `$what` are filled in.

sign-in = Sign in
sign-in-button = Sign in
sign-in-name = Sign-in name
sign-in-name-hint = As your administrator gave it to you, for example anna.lindqvist
sign-in-password = Password
sign-in-agreement = What you do here is written in a log that outsiders can verify. Wrong passwords are slowed down, never locked.
sign-in-refused = The sign-in name or the password is wrong.
sign-in-temporary = Your password was chosen by somebody else. Choose your own first.
sign-in-slowed = Too many attempts were wrong. Wait a moment, then try again. Nothing was checked now.
sign-in-needed = Sign in first. Afterwards you come back to the page that you wanted.
sign-in-ends = You are signed out after 30 minutes without a click, and after 10 hours at the latest.
sign-out = Sign out

signed-out = You are signed out.

password-choose = Choose your password
password-old = The password until now
password-new = The new password
password-new-hint = 12 characters or more; a few words do well
password-chosen = Your password is chosen. Sign in with it.
