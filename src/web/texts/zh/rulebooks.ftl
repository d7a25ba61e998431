# Rulebooks and their safeguards. Ids are the same in every language; `$count` and `$what` are filled in.

rulebooks = 规则集
rulebooks-about = 此处文件即法律：无人可在页面上修改。请求沿用其开始时的规则集，以哈希识别。
rulebooks-name = 规则集
rulebooks-instrument = 文书
rulebooks-status = 状态
rulebooks-used-by = 沿用该规则集的请求
rulebooks-hash = 哈希
rulebooks-offered = 新请求采用
rulebooks-kept = 为早先的请求保留
rulebooks-shipped = 随程序提供
rulebooks-unsound = 未通过检查
rulebooks-unsound-about = 本程序发现，按这些规则可以绕过某项保障措施。沿用它们的请求只能终止或退回，新请求不得采用。
rulebooks-story = 反例（逐步）
rulebooks-unreadable = 无法读取
rulebooks-measures = 措施
rulebooks-change = 规则如何变更
rulebooks-change-about = 规则集由两名管理员采用：一名阅读变更内容并提议，另一名确认。此后新请求按其开始，未结请求沿用各自的规则集。可绕过保障措施的规则不得提议。
rulebooks-difference = 比较两个规则集
rulebooks-old = 原规则集
rulebooks-new = 新规则集
rulebooks-compare = 比较
rulebooks-same = 规则相同。
rulebooks-fell-count = { $count ->
   *[other] 保护程度降低：{ $count } 处。
}
rulebooks-rose-count = { $count ->
   *[other] 保护程度提高：{ $count } 处。
}
rulebooks-doubt = 如有疑问，变更视为保护降低。
rulebooks-protection = 保护程度
rulebooks-place = 位置
rulebooks-changed = 变更内容
rulebooks-fell = 降低
rulebooks-rose = 提高
rulebooks-neither = 无法判断
rulebooks-topic-gate = 关口的保障措施
rulebooks-topic-role = 由谁回答和确认
rulebooks-topic-answer = 可作的回答
rulebooks-topic-step = 阶段和步骤
rulebooks-topic-message = 函件
rulebooks-topic-clock = 时限
rulebooks-topic-measure = 措施
rulebooks-topic-ground = 理由和条件
rulebooks-topic-rulebook = 规则集本身
rulebooks-topic-form = 表格
rulebooks-topic-source = 来源和国家
rulebooks-topic-text = 供人阅读的文字
rulebooks-safeguards = 逐个关口的保障措施
rulebooks-safeguards-of = 逐个关口的保障措施：{ $what }
rulebooks-safeguards-about = 关口处适用的每项保障措施均获通过后，关口才会打开。任何人都不能跳过。
rulebooks-back-to-picture = 程序图
rulebooks-measure = 适用措施
rulebooks-show = 显示
rulebooks-side-requesting = 在请求国
rulebooks-side-requested = 在被请求国
rulebooks-side-holding = 每次移交时
rulebooks-gate = 关口
rulebooks-steps = 经过该关口的步骤
rulebooks-no-safeguard = 对该措施，此处没有适用的保障措施。
rulebooks-answers = 由谁回答
rulebooks-confirms = 确认人
rulebooks-binds = 适用于
rulebooks-hard = 否定即为最终
