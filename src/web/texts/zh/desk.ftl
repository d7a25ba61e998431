# The desk. Ids are the same in every language; `$count` and `$what` are filled in.

queue = 我的案件
queue-count = { $count ->
    [0] 没有请求
   *[other] { $count } 项请求
}
queue-authority = 待办
queue-counterpart = 等待他方
queue-ended = 已办结
queue-empty = 没有等待您办理的事项。
queue-empty-counterpart = 没有等待他人办理的事项。
queue-empty-ended = 尚无已办结的请求。
queue-urgent = { $count ->
   *[other] { $count } 项请求将在三天内到期。
}
queue-reference = 编号和标题
queue-with = 对方国家
queue-measure = 措施
queue-stage = 阶段
queue-due = 截止时间
queue-no-date = 无日期

overdue = 已逾期

due-soon = 即将到期
