# Adopting a rulebook by two administrators. Ids are the same in every language; `$count` and `$what` are filled in.

adoption-waits = 等待采用
adoption-by-two = 由两名管理员于 { $what } 采用
adoption-at-first = 安装时采用：{ $what }
adoption-offered = { $count ->
   *[other] 程序启动时带有 { $count } 个尚无人采用的规则集。在两名管理员采用之前，新请求仍按已采用的规则集进行。
}
adoption-waiting = 等待第二名管理员
adoption-propose = 提议采用
adoption-propose-title = 提议采用：{ $what }
adoption-propose-about = 请先阅读变更内容，再说明理由。在另一名管理员确认之前，一切不变。
adoption-instead = 取代
adoption-nothing = 无：这是该文书的第一个规则集
adoption-reason = 理由
adoption-reason-hint = 第二名管理员会阅读理由。理由密封保存，并由日志予以印证。
adoption-reason-missing = 请说明为何应采用该规则集
adoption-send = 提议
adoption-proposed = 已提议。须由另一名管理员确认。
adoption-title = 采用规则集：{ $what }
adoption-effect = 自您确认之时起，新请求按此规则集开始。已开始的请求沿用各自的规则集。您的操作将记入日志。
adoption-proposed-at = 提议时间
adoption-lower = 保护程度降低
adoption-word = 降低
adoption-word-label = 您已阅读保护程度在何处降低。如接受，请输入“{ $what }”
adoption-word-wrong = 请输入“{ $what }”，或不采用该规则集
adoption-confirm = 采用该规则集
adoption-confirmed = 已采用。自现在起，新请求按此规则集开始。
adoption-take-back = 撤回提议
adoption-taken-back = 提议已撤回。
adoption-yours = 此提议由您提出，须由另一名管理员确认。您可以撤回。
adoption-overtaken = 提议之后已采用另一规则集，当时所阅读的内容不再适用。请撤回并重新提议。
adoption-settled = 此事已了结，无须再作处理。
adoption-look = 等待第二名管理员确认。
adoption-unsound = 未通过检查的规则集不得提议。新请求仍按已采用的规则集进行。
entry-rulebook-adopted = 安装时采用了规则集
entry-adoption-proposed = 提议采用规则集
entry-adoption-confirmed = 规则集已采用
entry-adoption-taken-back = 采用规则集的提议已撤回
