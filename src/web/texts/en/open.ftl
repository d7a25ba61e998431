# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = Procedures
procedures-about = How requests go, at both States, with the safeguards at each gate. The rules are files that anybody can read.
procedures-measures = Measures that follow it
