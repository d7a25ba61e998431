# What can be done on a request, where it stands and what binds. Ids are the same in every language; variables are filled in.

action-write = 填写：{ $subject }
action-answer = 答复 { $safeguard }
map-title = 双方所处阶段
map-us = 我方
map-them = 对方国家
map-now = 我方处于：{ $stage }。
map-next = 接下来可能：{ $stages }。
map-other = 根据往来函件，对方国家处于：{ $stage }。
map-mark-now = 目前所处
map-mark-done = 已经过
map-mark-next = 接下来可能
map-mark-ahead = 后续
map-procedure = 完整程序，包括各关口和函件
request-head = 此请求日志的最新条目：
request-registry-number = 登记号
request-of-others = 由他人执行、目前不能采取的步骤
request-content-show = 请求全文
request-documents-all = 所有文件及其哈希值
request-messages-all = 阅读往来函件
turns-ours = 我方用时
turns-theirs = 对方用时
condition-accepted = 已接受，具有约束力
condition-offered = 已提出，尚未接受
condition-drafted = 载于决定，尚未提出
condition-binds = 约束一切使用
use-within = 在请求目的之内
use-beyond-with-leave = 超出目的，已获对方国家同意
use-beyond = 超出目的，未获同意
confidential-yes = 已要求保密
confidential-until = 已要求保密，至 { $until }
confidential-no = 未要求保密
ledger-title = 条件与使用限制
ledger-none = 没有约束性条件，也尚未交付任何内容。
ledger-confidential = 保密
delivery = 交付
delivery-items = 所答复的项目
delivery-events = { $count ->
   *[other] 此次交付的 { $count } 个步骤
}
uses-none = 尚未使用。
uses-title = 使用情况
use-what = 所作使用
use-when = 时间
use-purpose = 目的
use-digest = 文字哈希值
history-earlier = { $count ->
   *[other] 更早的 { $count } 条记录
}
letter-waiting = 待发送
letter-handed-over = 已送达
letter-recorded = 待确认
letter-heard = 已收到
letter-late = 逾期到达
letter-held-back = 等待轮到
letter-rejected = 已被拒收
time-days = { $count ->
   *[other] { $count } 天
}
time-hours = { $count ->
   *[other] { $count } 小时
}
too-often-seconds = { $count ->
   *[other] 请等待 { $count } 秒。
}
step-refused = 此操作未执行
step-changed = 请求现处于：{ $stage }。您输入的内容保留在下方。
step-kept = 您输入的内容
step-to-the-request = 前往该请求
step-think-twice = 继续之前请注意
step-stops-request = 此步骤将终止所请求的事项。
step-final = 此步骤不可撤销：此后不能再作任何处理。
step-cannot-be-called-back = 函件发出后不能收回。
step-message-to = { $message } – 发往：{ $state }
step-starts = 开始计算的期限
step-stops = 停止计算的期限
step-pauses = 中止计算的期限
step-clock = { $clock }（{ $length }）
step-reason-needed = 必填
step-reason-free = 选填
step-reason-why = 此步骤使请求退回、提前结束或停止计算期限：请说明理由。文字密封保存，日志中只载有其密码学承诺值。
step-reason-may = 理由将随函件发送给对方国家。
