# 来自外部的内容：文件中的未结案件和纸质请求。

import = 导入未结案件
import-not-yours = 案件由起草请求或登记来函的人员导入。
import-about = 文件的每一行是一个案件。本方的请求成为草稿；收到的请求先登记，经第二名官员确认后生效。
import-about-gates = 导入的内容不会通过任何关口。每一行按旧编号识别：导入两次也只建立一次。
import-waits = 您的一个文件已试读。查看其状态。
import-source = 案件所在档案的名称
import-source-hint = 同一档案中的每个旧编号只导入一次。请每次使用同一名称。
import-source-wrong = 请给出不超过 100 个字符的名称
import-file = UTF-8 编码的 CSV 文件
import-most = { $count ->
   *[other] 最多 { $count } 行、8 MiB；单元格之间用逗号、分号或制表符
}
import-file-missing = 请选择文件
import-too-large = 文件超过 8 MiB：请拆分
import-no-room = 另一项导入正在进行。请等其结束后再试。
import-try = 试读文件
import-columns = 列
import-example = 带一行示例的空文件
import-column = 列
import-needed = 必填
import-belongs = 应填内容
import-column-direction = outgoing：本方的请求；incoming：收到的请求
import-column-instrument = 文书代码，例如 UNCC
import-column-measure = 措施名称，与规则文件中相同
import-column-counterpart = 对方国家的两位字母代码
import-column-title = 不含人名的标题
import-column-old-reference = 您自己档案中的编号
import-column-follows = 所依据的先前请求：本系统中的编号，或上面某行的旧编号
import-column-language = 请求所用语言的代码；收到的请求必填
import-column-received-on = 收到日期：年、月、日；收到的请求必填
import-column-their-reference = 对方国家的编号；收到的请求必填
import-column-channel = post、diplomatic_bag、email 或 interpol；收到的请求必填
import-column-paper = 纸质文件所在的文件名，用于收到的请求
import-column-sha256 = 该文件的 SHA-256；与文件名二者须有其一
import-column-content = 措施表格中的字段，例如 content.facts 或 content.items.1.item
import-report = 导入后的结果预览
import-result = 导入结果
import-running = 已完成 { $count } 行，共 { $all } 行
import-running-about = 您可以做别的事，导入会继续。如果中断，请再次导入同一文件：会从停下的地方继续。
import-look-again = 再看一次
import-stopped = 导入在结束前停止。没有丢失任何内容：问题解决后请再次导入同一文件。
import-count-ready = { $count ->
   *[other] { $count } 行可以导入
}
import-count-imported = { $count ->
   *[other] 已导入 { $count } 行
}
import-count-before = { $count ->
   *[other] { $count } 行先前已导入
}
import-count-wrong = { $count ->
   *[other] { $count } 行有错误
}
import-count-refused = { $count ->
   *[other] { $count } 行被拒绝
}
import-missing = { $count ->
   *[other] 还缺 { $count } 个字段
}
import-more = { $count ->
   *[other] 另有 { $count } 行未显示
}
import-begin = { $count ->
   *[other] 导入 { $count } 个案件
}
import-begin-about = 每个案件都会得到一个编号和一条日志记录。此操作不可撤销；草稿可以逐个撤回。
import-another = 选择另一个文件
import-wrong = 错误之处
import-wrong-about = 只要有错误，就什么也不导入。请更正文件后再试。
import-line = 行
import-found = 现有内容
import-lines = 逐行结果
import-case = 案件
import-state = 状态
import-became = 请求
import-alike = 可能与 { $what } 相同
import-state-ready = 可导入
import-state-imported = 已导入
import-state-before = 先前已导入
import-state-wrong = 有错误
import-state-refused = 被拒绝
import-wrong-utf8 = 文件从此处起不是 UTF-8
import-wrong-nothing = 列名下面没有任何行
import-wrong-most = 最多 { $what }
import-wrong-column = 没有这一列
import-wrong-twice = 出现了两次：只能有一次
import-wrong-empty = 此处必须填写
import-wrong-uneven = 该行单元格数与列数不符：{ $what }。是否缺少引号？
import-wrong-form = 写法不符合表格要求
import-wrong-one-of = 此处应为：
import-wrong-number = 数字
import-wrong-least = 至少 { $what }
import-wrong-state = 规则所知的另一国家的代码
import-wrong-not-in-force = 该文书尚未生效，且该国尚未同意适用
import-wrong-future = 已经到来的日期
import-wrong-field = 该措施的表格没有这个字段。其字段有：{ $what }
import-wrong-has-to-follow = 该措施须依据先前的请求：请在 follows 列中指明
import-wrong-follows = 您可见的请求或上面的某一行：国家、文书相同，且属于所要求的种类
import-wrong-direction = 留空：此列用于另一方向的请求
import-wrong-paper = 纸质文件中的文件名，其 SHA-256 与此处相同
import-wrong-not-yours = 您的角色不允许开始这一请求
record = 登记纸质请求
record-not-yours = 纸质请求由中央机关或联络点登记。
record-about = 您在登记另一国家以纸质形式送来的请求。第二名官员将登记内容与文件核对后，请求才生效。
record-from = 提出请求的国家
record-title = 标题
record-title-hint = 几个字，不含人名：列表中会显示
record-reference = 请求国的编号
record-reference-hint = 按纸面所写
record-reference-missing = 请写出编号，不超过 100 个字符
record-day = 收到日期
record-day-missing = 请选择日期
record-paper = 纸质文件的扫描件
record-too-large = 文件超过 16 MiB：请拆分
record-content = 文件的内容
record-content-about = 请照录文件所写，未写的留空。只有在此写明的项目才能准予。
record-alike = 请说明这是否为另一项请求
record-alike-about = 该国先前已有同一编号的请求。这一项可能与下列相同：
record-another = 这是另一项请求：予以登记
record-save = 登记请求
request-their-reference = 请求国的编号
request-received-on = 收到日期
request-old-reference = 旧编号
entry-origin-noted = 已注明来源
help-intake = 来自外部的内容
help-intake-paper = 纸质请求从队列页面登记，并附扫描件。须经第二名官员确认后才生效。
help-intake-file = 未结案件从文件导入。先试读：表格逐行说明错误之处。
