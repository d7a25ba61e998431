# Notices by e-mail and the calendar of what is due. Ids are the same in every language.

notices = Notices by e-mail
notice-none = You are told nothing by e-mail.
notice-set = You are told by e-mail when something waits for you.
notice-none-sent = This installation sends no e-mail. Ask the operator; what you choose here counts once it does.
notice-about = A message says that something waits for you, how much, and where your queue is: nothing of a request, of a State or of a person. Of each kind at most one comes a day.
notice-address = Address for e-mail
notice-address-hint = It is kept sealed, and forgotten when you withdraw it.
notice-address-wrong = Give an address such as anna@ministry.example.
notice-kinds = Tell me when
notice-kinds-wrong = Choose at least one, or withdraw your address.
notice-new = something new waits for me
notice-soon = something is due within 72 hours
notice-overdue = something is overdue
notice-save = Save
notice-withdraw = Withdraw my address
notice-withdraw-effect = You are told nothing any more, and the address is forgotten.
notices-saved = Saved: you are told from now on.
notices-withdrawn = Your address is forgotten.
notice-change = Change what I am told by e-mail
notice-mail-subject = Comity: something waits for you
notice-mail-new = { $count ->
    [one] New in your queue: { $count } request.
   *[other] New in your queue: { $count } requests.
}
notice-mail-soon = { $count ->
    [one] Due within 72 hours: { $count } request.
   *[other] Due within 72 hours: { $count } requests.
}
notice-mail-overdue = { $count ->
    [one] Overdue: { $count } request.
   *[other] Overdue: { $count } requests.
}
notice-mail-why = You chose these notices under My account, and can withdraw them there.
calendar = Calendar
calendar-name = Comity: due days
calendar-due = { $count ->
    [one] A request is due
   *[other] { $count } requests are due
}
calendar-make = Make a secret address of your calendar
calendar-about = A calendar on your telephone or desk reads this address and shows the days on which something in your queue is due: how many requests, and nothing else of them. Whoever has the address sees the same, and can do nothing with it.
calendar-lasts = { $count ->
    [one] It counts for { $count } day, or until you withdraw it.
   *[other] It counts for { $count } days, or until you withdraw it.
}
calendar-once = The secret address of your calendar
calendar-once-about = It is shown this once. Add it to your calendar as a subscription, and give it to nobody.
calendar-on = I have added it
calendar-too-many = { $count ->
    [one] You have { $count } address that counts. Withdraw it first.
   *[other] You have { $count } addresses that count. Withdraw one first.
}
calendar-none = No calendar shows what is due.
calendar-withdraw = Withdraw this address
calendar-withdraw-effect = The calendar that reads it shows nothing new any more.
calendar-made = Made

# What the log tells of it.
entry-notices-changed = Notices were chosen or withdrawn
entry-calendar-issued = An address of a calendar was made
entry-calendar-revoked = An address of a calendar was withdrawn
