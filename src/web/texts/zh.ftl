# 页面的中文文字。各语言的标识符相同；`$count` 和 `$what` 由程序填入。

service-name = Comity
skip-to-content = 跳到正文
language-of-pages = 语言
navigation = 栏目
training = 供培训使用：此处没有任何真实请求。
not-in-force = { $what }：该文书尚未生效。在此适用该文书，是为了培训，或者是因为两国已商定适用。
translation-draft = 译文草稿：尚无人对照《公约》正式文本核对。

error-prefix = 错误：
error-summary = 出现问题
error-trace = 如需就此询问运营方，请提供：
back = 返回
cancel = 取消

sign-in = 登录
sign-in-button = 登录
sign-in-name = 用户名
sign-in-name-hint = 由您的管理员提供，例如 anna.lindqvist
sign-in-password = 密码
sign-in-agreement = 您在此处的操作均记入日志，外部人员可以核验该日志。密码错误只会延缓再次尝试，不会锁定账户。
sign-in-refused = 用户名或密码错误。
sign-in-temporary = 您的密码是由他人设定的。请先设定自己的密码。
sign-in-slowed = 错误尝试次数过多。请稍候再试。本次未作任何核对。
sign-in-needed = 请先登录。登录后将返回您要访问的页面。
sign-in-ends = 30 分钟无点击操作即自动退出，登录最长不超过 10 小时。
sign-out = 退出登录
signed-out = 您已退出登录。

password-choose = 设定密码
password-old = 当前密码
password-new = 新密码
password-new-hint = 至少 12 个字符；可以使用几个词语
password-chosen = 密码已设定。请使用该密码登录。

queue = 我的案件
queue-count = { $count ->
    [0] 没有待处理的请求
   *[other] { $count } 项请求
}
queue-authority = 待我方处理
queue-counterpart = 待对方国家处理
queue-ended = 已结束
queue-empty = 此处没有待处理的请求。
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

request-stage-since = 始于
request-actions = 您现在可以办理的事项
request-actions-none = 您目前无需对此请求采取行动。
request-in-the-way = 障碍所在
request-others = 您目前不能采取的步骤
request-deadlines = 期限
request-deadlines-none = 没有正在计算的期限。
request-paused = 已中止计算
request-details = 关于此请求
request-side = 我方角色
request-side-requesting = 我方为请求国
request-side-requested = 我方为被请求国
request-counterpart = 对方国家
request-measure = 措施
request-profile = 具有约束力的保障措施
request-rulebook = 规则集
request-held-by = 案卷所在
request-held-by-authority = 我方
request-held-by-counterpart = 对方国家
request-ended = 已结束
request-content = 请求内容
request-content-none = 尚未填写任何内容。
request-missing = 尚缺
request-safeguards = 后续保障措施检查点
request-safeguards-none = 由此往后的各关口均未设保障措施。
request-safeguard = 保障措施
request-gate = 关口
request-state = 状态
request-documents = 文件
request-documents-none = 没有文件。
request-document-name = 名称
request-document-type = 类型
request-document-size = 大小（字节）
request-messages = 函件
request-messages-none = 尚无收发函件。
request-history = 办理经过
request-entry = 日志条目
request-sealed = 由于数据表与日志不一致，此请求已被封存，不能再作任何推进。请告知您的审计员。
request-deliveries = 交付

step-confirm = 是否现在执行此步骤？
step-effect-to = 请求将进入
step-effect-sends = 将向对方国家发出函件
step-reason = 理由
step-reason-hint = 步骤使请求退回、提前结束或者停止计算期限的，须说明理由。理由密封保存；日志中只载有其密码学承诺值。
step-done-to = 请求现处于以下阶段：{ $what }

answer-title = 保障措施检查点
answer-question = 问题
answer-articles = 依据
answer-read = 您的答复所针对的内容
answer-read-hint = 您的答复仅对此处所示的原文有效。文字如有变动，将重新提问。
answer-digest = 您所阅内容的摘要值
answer-choose = 您的答复
answer-reason = 理由
answer-reason-hint = 作出否定答复的，以及规则要求说明理由的，须填写理由。理由密封保存。
answer-later = 如以后再答复，截止日期为
answer-save = 保存答复
answer-saved = 您的答复已保存
answer-by = 答复人
answer-not-yours = 此问题由其他人员答复。您可以在此阅读。
answer-link = 答复

outcome-met = 符合
outcome-not-met = 不符合
outcome-met-with-conditions = 有条件符合
outcome-not-applicable = 不适用
outcome-deferred = 以后答复

state-open = 待答复
state-cleared = 已通过
state-blocking = 未获通过
state-stale = 已失效
state-unconfirmed = 待确认

gate-authorisation = 授权
gate-sending = 发送
gate-admission = 受理
gate-decision = 决定
gate-execution = 执行
gate-disclosure = 披露
gate-use = 使用
gate-onward-transfer = 再转移
gate-renewal = 续期
gate-validation = 事后核准
gate-refusal = 拒绝
gate-postponement = 推迟
gate-closing = 结案

role-drafting-official = 起草官员
role-central-authority = 中央机关
role-executing-authority = 执行机关
role-judicial-authority = 司法机关
role-rights-reviewer = 人权审查员
role-data-protection-reviewer = 数据保护审查员
role-point-of-contact = 联络点
role-auditor = 审计员
role-administrator = 管理员

procedures = 程序
procedures-about = 请求在两国的办理流程，以及各关口的保障措施。规则以文件形式公布，任何人均可查阅。
procedures-measures = 适用此程序的措施

not-found = 没有此页面
not-found-about = 可能是地址有误，也可能是您无权查看该请求。两种情况显示的内容相同。
failed = 服务发生故障
failed-about = 您的操作可能已完成，也可能未完成：请先查看，再决定是否重新操作。
too-often = 访问过于频繁
too-often-about = 请稍候再试。
forged = 此表单并非来自本服务，或者已经过期
forged-about = 未执行任何操作。请返回并重新加载页面，然后再次提交表单。
not-open = 目前不能执行此操作
not-open-about = 您打开页面之后，请求可能已有变动。请重新查看。

message-in = 已收到
message-out = 已发出
role-system = 系统

entry-request-begun = 请求已启动
entry-subject-changed = 请求内容已写入
entry-safeguard-answered = 保障措施已答复
entry-answer-confirmed = 答复已确认
entry-answer-withdrawn = 答复已撤回
entry-transition-taken = 步骤已执行
entry-message-late = 收到一份此处无需接收的函件
entry-message-recorded = 纸质函件已登记
entry-message-handed-over = 函件已以纸质形式交付
entry-message-held-back = 收到一份尚未轮到的函件
entry-message-received-there = 对方国家已收到函件
entry-deadline-passed = 期限已过
entry-link-pending = 关联请求的函件
entry-finding-noted = 对关联请求的异议已记录
entry-attempt-refused = 尝试被拒绝
entry-document-added = 文件已添加
entry-document-read = 文件已阅读
entry-content-disclosed = 文字内容已向审计员披露
entry-official-assigned = 经办官员已指派
entry-registry-number-given = 登记号已分配
entry-request-sealed = 请求已封存

instrument-not-in-force = 未生效
instrument-in-force = 已生效
