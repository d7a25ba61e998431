# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = 程序
procedures-about = 请求在两国的办理流程，以及各关口的保障措施。规则以文件形式公布，任何人均可查阅。
procedures-measures = 适用此程序的措施
