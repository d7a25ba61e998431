# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = Filter
queue-filter-apply = Show
queue-filter-without = Remove:
queue-filter-clear = Clear all filters
queue-any = Any
queue-any-date = Any time
queue-within-days = { $count ->
    [one] within 1 day
   *[other] within { $count } days
}
queue-mine = Only those I work on
queue-none-match = No request matches. Clear the filters to see all.
queue-new = Draft a new request
queue-next = What you can do next
queue-next-none = Nothing for you now
queue-pages = Pages of the list
queue-first-page = First page
queue-next-page = Next page
queue-count-more = { $count ->
    [one] 1 request or more
   *[other] { $count } requests or more
}
