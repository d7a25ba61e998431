# 电子邮件通知与到期日历。各语言的标识相同。

notices = 电子邮件通知
notice-none = 目前不通过电子邮件通知您。
notice-set = 有事项等待您时，会通过电子邮件通知您。
notice-none-sent = 本系统不发送电子邮件。请询问运行方；开通后，您在此处的选择即生效。
notice-about = 邮件只说明有事项等待您、数量以及队列地址，不含任何请求、国家或人员的信息。每一类每天最多一封。
notice-address = 电子邮件地址
notice-address-hint = 地址加密保存，您撤回后即删除。
notice-address-wrong = 请填写地址，例如 anna@ministry.example。
notice-kinds = 在以下情况通知我
notice-kinds-wrong = 请至少选择一项，或撤回您的地址。
notice-new = 有新事项等待我
notice-soon = 有事项将在 72 小时内到期
notice-overdue = 有事项已逾期
notice-save = 保存
notice-withdraw = 撤回我的地址
notice-withdraw-effect = 此后不再通知您，地址被删除。
notices-saved = 已保存：从现在起通知您。
notices-withdrawn = 您的地址已删除。
notice-change = 更改通知内容
notice-mail-subject = Comity：有事项等待您
notice-mail-new = { $count ->
   *[other] 队列中的新请求：{ $count } 项。
}
notice-mail-soon = { $count ->
   *[other] 72 小时内到期：{ $count } 项请求。
}
notice-mail-overdue = { $count ->
   *[other] 已逾期：{ $count } 项请求。
}
notice-mail-why = 这些通知是您在“我的账户”中选择的，也可以在那里撤回。
calendar = 日历
calendar-name = Comity：到期日
calendar-due = { $count ->
   *[other] 有 { $count } 项请求到期
}
calendar-make = 生成日历的秘密地址
calendar-about = 您手机或电脑上的日历读取此地址，显示队列中有事项到期的日子：只有请求数量，别无其他。持有地址的人看到同样内容，不能用它做任何事。
calendar-lasts = { $count ->
   *[other] 有效期 { $count } 天，或直到您撤回。
}
calendar-once = 您日历的秘密地址
calendar-once-about = 只显示这一次。请以订阅方式加入日历，不要给任何人。
calendar-on = 我已添加
calendar-too-many = { $count ->
   *[other] 您已有 { $count } 个有效地址。请先撤回一个。
}
calendar-none = 没有日历显示到期日。
calendar-withdraw = 撤回此地址
calendar-withdraw-effect = 读取它的日历不再显示新内容。
calendar-made = 生成时间

# What the log tells of it.
entry-notices-changed = 已选择或撤回通知
entry-calendar-issued = 已生成日历地址
entry-calendar-revoked = 已撤回日历地址
