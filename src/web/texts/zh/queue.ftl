# The queue and its filters. Ids are the same in every language; variables are filled in.

queue-filter = 筛选
queue-filter-apply = 显示
queue-filter-without = 移除：
queue-filter-clear = 清除全部筛选
queue-any = 不限
queue-any-date = 不限时间
queue-within-days = { $count ->
   *[other] { $count } 天内
}
queue-mine = 仅显示我经办的
queue-none-match = 没有符合条件的请求。清除筛选即可查看全部。
queue-new = 起草新请求
queue-next = 您可以办理
queue-next-none = 目前无需您办理
queue-pages = 列表页
queue-first-page = 首页
queue-next-page = 下一页
queue-count-more = { $count ->
   *[other] { $count } 项或更多请求
}
