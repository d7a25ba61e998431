history-logged = 审计日志第 { $what } 条
log-table = 以表格带走这份清单
log-table-about = 上方筛选所得全部记录的表格（CSV），供电子表格使用。它不能作为证明；下面的存档可以。
log-table-button = 导出为表格
