history-logged = 审计日志第 { $what } 条
log-table = 以表格带走这份清单
log-table-about = 上方筛选所得全部记录的表格（CSV），供电子表格使用。它不能作为证明；下面的存档可以。
log-table-button = 导出为表格
log-chosen-about = 或将同样的记录导出为外部人员可验证的归档文件，每条记录均附有其在日志中的证明。筛选排除的内容不在其中。
log-chosen-button = 连同证明导出这些记录
