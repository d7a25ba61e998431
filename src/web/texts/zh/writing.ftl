# What officials write: requests, decisions, documents. Ids are the same in every language; `$count`, `$all` and `$what` are filled in.

# What officials write

section-authorities = 机关与对方
section-offence = 犯罪与事实
section-sought = 所请求的内容
section-safeguards = 保障措施说明
section-arrangements = 如何执行
section-urgency = 保密与紧急程度
section-other = 其他
mark-text = 条文要求
mark-rulebook = 本规则要求
mark-applies = 如适用
write-title = 撰写请求：需填写的内容
write-progress = 已完成 { $count } 个部分，共 { $all } 个。
write-complete = 必填内容均已齐全。
write-incomplete = 已按现状保存，可稍后继续。
write-closed = 现在不能撰写，或您无权撰写。可在此阅读。
write-saved = 已保存
write-stands-done = 已完成
write-stands-incomplete = 未填全
write-stands-missing = 需填写
write-stands-optional = 选填
write-attachments = 随附文件
write-attachments-choose = 选择随附文件
write-own-rule = 本规则自定
write-stated = 特此声明
write-leave-open = 不填
write-choose = 请选择
write-wrong-missing = 请填写
write-wrong-least = 不得小于 { $what }
write-wrong-most = 不得大于 { $what }
write-wrong-number = 请用数字填写
write-wrong-date = 请填写有效日期
write-wrong-form = 填写方式不符合要求，请参阅上方说明
write-wrong-twice = 此名称重复
write-refused = 未被接受。您填写的内容仍在下方。
write-optional = （选填）
write-nothing-to-choose = 尚无可选项。
write-unknown = 此字段通过程序接口填写。
write-row = 第 { $what } 项
write-row-out = 保存时删除第 { $what } 项
write-row-add = 再添加一项
write-changed = 此间有人作了修改，
write-changed-by = { $what } 此间作了修改，
write-changed-about = 您的内容没有丢失，也没有保存任何内容。请比较后保存您的版本，或保留对方的版本。
write-theirs = 现有内容
write-keep-theirs = 保留现有内容
write-mine = 您填写的内容
write-save-mine = 保存我的版本
write-save-on = 保存并继续
write-save = 保存
write-save-later = 保存，稍后再来
write-nothing = 此处尚无内容。
write-item = 项目 { $what }
write-decision = 撰写决定
write-decision-items = 请求的各个项目
write-decision-item = 项目 { $what } 的决定
write-decision-granted = 准予
write-decision-postponed = 推迟协助的理由
write-decision-conditions = 提供协助的条件
write-decision-condition = 条件
write-decision-words = 文字说明
write-decision-reasons = 理由
write-result = 提交结果
write-result-items = 对应的项目
write-result-documents = 移交的文件
write-result-note = 备注
write-renewal = 申请延期
write-renewal-days = 现有期限之后的天数
write-renewal-reasons = 理由
write-use = 提议使用或转交
write-use-purpose = 用途
write-use-proceedings = 用于何种程序
write-use-recipient = 接收方
write-use-keeps = 遵守的条件
write-use-beyond = 超出请求证据时的用途
write-attachments-documents = 随附文件
hint-attachments-documents = 其摘要是签署内容的一部分。请先在文件页面添加文件。
hint-decision-items = 拒绝的项目须有理由。未填者视为未决定。
hint-decision-conditions = 一经接受，即对请求国具有约束力。
hint-decision-reasons = 每项拒绝和条件均须说明理由。
hint-result-documents = 至少一份；请先在文件页面添加。
hint-use-beyond = 如是，须先征得对方国家同意。

# Check your answers

check-title = 检查您的填写
check-read = 通读全文
check-change = 修改
check-no-documents = 没有随附文件。
check-digest = 本文的摘要
check-digest-hint = 审查人员对此负责，签署的也是此文。改动一字，摘要即不同。
check-next = 下一步
check-declare = 继续即表示上述内容就是您要提交审查的内容。下一页说明该步骤的效果。
check-not-yet = 仍有缺项，或您在此没有可采取的步骤。
check-to-tasks = 返回清单

# A new request

new = 新请求
new-begun = { $what } 已建立草稿。尚未发出任何内容。
new-step = 第 { $count } 个问题，共 { $all } 个
new-on = 继续
new-begin = 建立草稿
new-none = 没有。
new-not-yours = 请求由起草人员和中央机关建立。
new-wrong-choice = 请从头重新选择：所选内容不存在。
new-choose-one = 请选择一个答案，然后继续。
new-wrong-title = 请填写 1 至 200 个字符的单行标题
new-state = 向哪个国家请求？
new-state-hint = 可键入名称的首字。
new-instrument = 依据哪项文书？
new-instrument-hint = 这是请求首先说明的内容，以后不能更改。
new-instrument-in-force = 已生效
new-instrument-training = 尚未生效：此处仅用于培训
new-instrument-agreement = 尚未生效：仅在两国同意适用时使用
new-measure = 请求什么措施？
new-measure-hint = 先列出足以达到目的而干预最小的措施。审查人员会问为何须用此项。
new-measure-follows = 须接续先前的请求。
new-level = 级别 { $what }（最高 10），
new-levels-low = 干预较小：0 至 2 级
new-levels-middle = 干预中等：3 和 4 级
new-levels-high = 干预较大，更多步骤须两人办理：5 至 7 级
new-levels-highest = 干预最大：8 至 10 级
new-follows = 是否接续先前的请求？
new-follows-hint = 例如保全：其期限将与本请求相连。
new-follows-needed = 该措施须接续以下之一。
new-follows-none = 不接续任何请求
new-language = 请求以何种语言撰写？
new-language-hint = 这是文件的语言，与页面语言无关。须为被请求国所接受。
new-title = 在列表中如何称呼？
new-title-hint = 几个字，不含人名：列表中以明文显示。
kind-documents = 文书与记录。
kind-data = 存储的电子数据。
kind-persons = 听取或移送人员。
kind-property = 冻结、扣押或没收财产。
kind-live = 实时收集。
kind-emergency = 避免紧急情况。
kind-transmission = 主动告知另一国。

# Documents

papers-title = 文件
papers-language = 文件语言
papers-files = 要添加的文件
papers-files-hint = 一次最多 20 份，每份不超过 { $what }。接收时即加密封存。
papers-upload = 上传
papers-none = 尚无文件。
papers-read-hint = 每次下载都会在日志中留下记录。不在浏览器中打开。
papers-size = 大小
papers-digest = SHA-256
papers-added-by = 添加者
papers-by-message = 随消息收到
papers-wrong-broken = 上传不完整。请重新发送表中没有的文件。
papers-wrong-none = 请至少选择一份文件
papers-wrong-large = 有文件超过允许大小：请拆分
papers-wrong-file = 有文件无法按现状保存

# Coded values of the content schemas

value-S-A = 公约确立的犯罪 (S-A)
value-S-B = 公约确立的犯罪的电子证据 (S-B)
value-S-C = 其他严重犯罪的电子证据 (S-C)
value-subscriber = 订户信息
value-identification = 仅供识别身份的数据
value-traffic = 流量数据
value-content = 内容数据
value-other = 其他
value-suspect = 嫌疑人
value-victim = 被害人
value-witness = 证人
value-expert = 专家
value-account-holder = 账户持有人
value-yes = 是
value-no = 否
value-unknown = 不详
value-life = 生命
value-safety = 安全
value-life-and-safety = 生命和安全
value-money = 钱款
value-virtual-asset = 虚拟资产
value-movable = 动产
value-immovable = 不动产
value-right = 权利或债权
value-summons = 传票
value-judgment = 判决书
value-indictment = 起诉书
value-order = 命令
value-judicial-authority = 司法机关
value-executing-authority = 执行机关
value-requested-state = 被请求国
value-requesting-state = 请求国
value-lent-by-requesting-state = 由请求国借用
value-none = 无
value-given = 已同意
value-not-yet = 尚未
value-declined = 已拒绝
value-production-order = 提交令
value-investigation-order = 调查令
value-mutual-assistance = 司法协助

write-left = { $count ->
   *[other] 还需填写 { $count } 项
}
write-attached = { $count ->
   *[other] { $count } 份文件
}
check-missing = { $count ->
   *[other] 仍有 { $count } 项缺失或有误
}
papers-count = { $count ->
   *[other] { $count } 份文件
}
papers-added = { $count ->
   *[other] 已添加 { $count } 份文件
}
