# What every page has. Ids are the same in every language; `$count` and `$what` are filled in.

service-name = Comity

skip-to-content = 跳到正文

language-of-pages = 语言

navigation = 栏目
menu = 菜单

training = 供培训使用：此处没有任何真实请求。

not-in-force = 尚未生效：{ $what }。
not-in-force-agreed = 两国已商定适用。

translation-draft = 译文草稿：尚无人对照《公约》正式文本核对。

error-prefix = 错误：
error-summary = 出现问题
error-trace = 如需就此询问运营方，请提供：

back = 返回

cancel = 取消

instrument-not-in-force = 未生效
instrument-in-force = 已生效

copy = 复制
copied = 已复制
characters-left = 剩余字数：
session-ending = 您即将退出
session-ending-about = 您输入的内容会保留一段时间；请重新登录后继续。
session-stay = 保持登录
