# Coming in and going out. Ids are the same in every language; `$count` and `$what` are filled in.

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
