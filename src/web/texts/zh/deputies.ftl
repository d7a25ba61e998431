# 代理人：缺勤期间由谁代理谁。各语言的标识相同。

deputy-title = 代理人
deputy-none = 没有人代理您，您也不代理任何人。
deputy-none-here = 目前没有代理。
deputy-ask = 申请代理人
deputy-ask-for = 为这位官员申请代理人
deputy-about = 您缺勤期间，另一位官员在其本身角色之外，还以您的角色行事。管理员确认后生效。管理官员或查阅日志的角色不予出借；在每项请求中，代理人只能做双方都可以做的事。
deputy-nobody = 这里没有人可以代理：代理人本身须持有处理请求的角色，且没有与您的角色互斥的角色。请询问管理员。
deputy-who = 代理人
deputy-absent = 缺勤者
deputy-from = 第一天（UTC）
deputy-until = 最后一天（UTC）
deputy-who-wrong = 请选择可以代理的官员。管理员可以告诉您是谁。
deputy-day-wrong = 请填写日期，例如 2027-03-02。
deputy-days-wrong = 请从今天或以后、一年之内开始，并在当天或以后结束，最多 90 天。
deputy-days-taken = 你们之一在这些日子里已参与另一项代理。请先结束那一项，或选择其他日期。
deputy-waits = 待确认
deputy-ahead = 已确认，尚未开始
deputy-runs = 进行中
deputy-over = 已结束
deputy-for = 代理
deputy-confirm = 确认这项代理
deputy-confirm-effect = 从第一天到最后一天，代理人也以对方的角色行事。以这种角色留下的每条记录都会注明。
deputy-end = 结束这项代理
deputy-end-effect = 立即结束：此后代理人只以自己的角色行事。已做之事不变。
deputy-asked = 已申请代理人。管理员确认后生效。
deputy-ended = 代理已结束。
deputy-queue = 代 { $what }
deputy-until-hint = { $count ->
   *[other] 连同第一天最多 { $count } 天
}

# What the log tells of it.
entry-deputy-asked = 已申请代理人
entry-deputy-confirmed = 代理已确认
entry-deputy-ended = 代理已结束
