# Why something is not open, and what to do next. Ids are the same in every language; variables are filled in.

subject-request = 请求
subject-decision = 决定
subject-result = 结果
subject-renewal = 延期
subject-use = 使用
refusal-ended = 此请求已在“{ $stage }”阶段结束，不能再作任何处理。
refusal-unknown = 此处没有名为“{ $name }”的内容。请重新载入页面，并从所列项目中选择。
refusal-not-from-here = 在“{ $stage }”阶段不能采取“{ $step }”这一步骤。请查看请求，了解可以采取的步骤。
refusal-not-for-officials = “{ $step }”这一步骤在函件到达或期限届满时自动执行，官员不能执行。只需等待。
refusal-role-missing = 所需角色：{ $roles }。请交由具备该角色的人员办理。
refusal-author-may-not = 此请求由您起草或登记，须由他人办理此事。
refusal-collector-may-not = 此结果由您准备，须由他人办理此事。
refusal-answered-here = 您已在此关口（{ $gate }）答复“{ $safeguard }”，须由他人执行此步骤。
refusal-passed-here = 您已就现有内容通过此关口（{ $gate }），须由他人答复。
refusal-same-official = 您已通过前一关口（{ $earlier }）。对于侵入性措施，此关口（{ $gate }）须由他人通过。
refusal-subject-missing = 尚未写入：{ $subject }。请先写入。
refusal-incomplete = { $count ->
   *[other] 请求不完整：缺少 { $count } 项内容。请先补充。
}
refusal-safeguards-open = { $count ->
   *[other] 还有 { $count } 项保障措施未通过，须先行办理：
}
refusal-gate-not-passed = 就请求目前的内容而言，须先通过“{ $before }”关口，再通过“{ $gate }”关口。请先返回前者。
refusal-ground-missing = 决定未载明理由。请从此项措施允许的理由中选择。
refusal-ground-not-allowed = 此理由不适用于“{ $measure }”措施：{ $ground }。请另选。
refusal-ground-forbidden = 这绝不能作为拒绝的理由：{ $ground }。请另选。
refusal-consult-first = 以此理由拒绝或推迟之前，须先与对方国家磋商：{ $ground }。请启动磋商并等待其结束。
refusal-reasons-missing = 须说明理由。请用对方国家和法院都能理解的文字写明原因。
refusal-item-unknown = “{ $item }”不在请求的项目之列。请只列出请求中的项目。
refusal-decision-does-not-fit = 现有决定与“{ $step }”这一步骤不符。请重新写明准予的内容、拒绝的内容及条件，或采取相符的步骤。
refusal-beyond-grant = “{ $item }”未获准予，请从结果中删除。
refusal-conditions-not-accepted = 请求国尚未接受下列条件：{ $conditions }。请提出条件并等待答复。
refusal-conditions-not-kept = 所交付内容受下列条件约束：{ $conditions }。使用时须承诺遵守。
refusal-consent-missing = 此项使用超出了请求证据的目的。请征求提供证据国家的同意，并等待其答复。
refusal-not-editable = 在“{ $stage }”阶段不能更改：{ $subject }。
refusal-editable-at = 可在下列阶段更改：{ $stages }。
refusal-reading-missing = 页面未说明您所阅读的内容。请重新打开检查点，阅读后再答复“{ $safeguard }”。
refusal-changed-since-read = 您阅读的内容已有变动。请重新阅读，再答复“{ $safeguard }”。
refusal-not-asked = 此请求在此关口（{ $gate }）无需答复“{ $safeguard }”。请返回请求。
refusal-document-missing = 对“{ $safeguard }”的此项答复须附文件。请先将文件附于请求，再行答复。
refusal-only-with-grounds = 对“{ $safeguard }”的此项答复与决定所依据的理由不符。请另作答复，或修改决定。
refusal-negative-stands = “{ $safeguard }”已作出否定答复。只要请求事项不变，该答复即有效：请拒绝，或等待请求事项不同的请求。
refusal-negative-by-another = “{ $safeguard }”已作出否定答复。只有另一名官员才能说明理由并重新答复。
refusal-not-deferrable = 不能这样推迟答复“{ $safeguard }”。请现在答复，或注明规则允许的日期。
refusal-no-such-answer = “{ $safeguard }”没有这样的答复。请重新载入页面，查看其状态。
refusal-second-official = 此事须由第二名官员办理，不能由办理前一部分的官员办理。
refusal-out-of-turn = 应先处理第 { $expected } 号函件；此件为第 { $number } 号。函件按顺序接收。
refusal-message-lacks = 函件“{ $message }”缺少应有的内容。请要求对方国家重新发送完整函件。
refusal-content-lacks = 内容不完整（{ $subject }）：缺少文件，或者缺少所答复的项目。请补充后重新保存。
refusal-not-new = 此内容曾以相同形式保存：{ $subject }。请重新保存。
refusal-frozen = 此请求启动时所依据的规则已不能通过检查。只能撤回、退回或者结案。
refusal-not-in-force = { $instrument }尚未生效，此处也没有与下列国家适用该文书的有效协议：{ $state }。可由一名管理员登记协议，并由另一名管理员确认。
refusal-another-instrument = 前一请求依据{ $earlier }，此请求依据{ $instrument }。关联请求须依据同一文书：请不要填写所延续的请求，或者依据{ $earlier }提出。
refusal-not-due = 此期限尚未届满。请等待期满。
refusal-officials-only = 只有官员才能办理此事。
refusal-out-of-scope = 您目前的登录方式不允许此操作。请用密码登录。
refusal-no-such-place = 列表中没有这一部分。请从第一页重新开始。
refusal-read-another-version = 您打开页面后，已有人对此请求采取了行动。请查看其现状，再作决定。
refusal-done-before = 此内容先前已提交并执行。请查看请求。
refusal-second-administrator = 此事须经第二名管理员同意：尚未同意，或已经同意。
refusal-unusable = 所输入的部分内容无法使用。请检查后重新提交。
refusal-too-large = 文件大于 { $size } MB。请拆分。
refusal-exists-already = 此内容已存在。请先查看，再决定是否重新提交。
refusal-busy = 服务繁忙，未执行任何操作。请稍候再提交。
refusal-recused = 您已声明与本请求有利益冲突，由他人处理。
refusal-not-recused = 该官员未在此声明利益冲突，或已恢复。
