# Names of the program's own. Ids are the same in every language; `$count` and `$what` are filled in.

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
role-system = 系统
