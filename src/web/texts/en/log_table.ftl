history-logged = entry { $what } in the audit log
log-table = Take this list as a table
log-table-about = A table (CSV) of all entries that the filter above takes, for a spreadsheet. It proves nothing: the archive below does.
log-table-button = Export as a table
log-chosen-about = Or the same entries as an archive that outsiders verify, with a proof for each that it is in the log. What the filter leaves out is not in it.
log-chosen-button = Export these entries with their proofs
