# Deputies: who stands in for whom while they are away. Ids are the same in every language.

deputy-title = Deputies
deputy-none = Nobody stands in for you, and you stand in for nobody.
deputy-none-here = Nobody stands in for anybody.
deputy-ask = Ask for a deputy
deputy-ask-for = Ask for a deputy for this official
deputy-about = While you are away, somebody else acts in your roles beside their own. It counts once an administrator has confirmed it. Nothing is lent that keeps officials or reads the log, and in each request your deputy does only what both of you may do.
deputy-nobody = Nobody here can stand in: a deputy holds a role of their own that acts on requests, and no role that excludes yours. Ask an administrator.
deputy-who = Deputy
deputy-absent = Away
deputy-from = First day (UTC)
deputy-until = Last day (UTC)
deputy-who-wrong = Choose an official who can stand in. An administrator can tell you who.
deputy-day-wrong = Give a day, such as 2027-03-02.
deputy-days-wrong = Begin today or later, within a year, and end on that day or later, after at most 90 days.
deputy-days-taken = One of you takes part in another deputyship on these days. End that one first, or choose other days.
deputy-waits = To be confirmed
deputy-ahead = confirmed, begins later
deputy-runs = runs
deputy-over = ended
deputy-for = for
deputy-confirm = Confirm this deputyship
deputy-confirm-effect = From the first day until the last the deputy acts in the other’s roles, too. Each entry that they leave in such a role says so.
deputy-end = End this deputyship
deputy-end-effect = It ends at once: from now on the deputy acts in their own roles only. What they did stays done.
deputy-asked = Your deputy is asked for. It counts once an administrator confirms it.
deputy-ended = The deputyship has ended.
deputy-queue = for { $what }
deputy-until-hint = { $count ->
    [one] At most { $count } day together with the first
   *[other] At most { $count } days together with the first
}

# What the log tells of it.
entry-deputy-asked = A deputy was asked for
entry-deputy-confirmed = A deputy was confirmed
entry-deputy-ended = A deputyship ended
