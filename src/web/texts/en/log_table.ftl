history-logged = entry { $what } in the audit log
log-table = Take this list as a table
log-table-about = A table (CSV) of all entries that the filter above takes, for a spreadsheet. It proves nothing: the archive below does.
log-table-button = Export as a table
