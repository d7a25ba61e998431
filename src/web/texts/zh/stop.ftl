# Why something was not done. Ids are the same in every language; `$count` and `$what` are filled in.

not-found = 没有此页面
not-found-about = 可能是地址有误，也可能是您无权查看该请求。两种情况显示的内容相同。

failed = 服务发生故障
failed-about = 您的操作可能已完成，也可能未完成：请先查看，再决定是否重新操作。

too-often = 访问过于频繁
too-often-about = 请稍候再试。

forged = 此表单并非来自本服务，或者已经过期
forged-about = 未执行任何操作。请返回并重新加载页面，然后再次提交表单。
too-long = 文字超出了表单的容量
too-long-about = 未执行任何操作。请返回：您输入的内容仍在。请缩短文字，或将长文作为文件添加。

not-open = 目前不能执行此操作
not-open-about = 您打开页面之后，请求可能已有变动。请重新查看。
