# What comes in from outside the desk: open cases from a file, and requests on paper. Ids are the same in every language.

import = Import open cases
import-not-yours = Cases are imported by those who draft requests or record what came.
import-about = Each line of the file is one case. A request of yours becomes a draft; one that came is recorded, and counts once a second official has confirmed it.
import-about-gates = Nothing that is imported passes a gate. A line is known again by its old reference: imported twice, it is made once.
import-waits = A file of yours was tried. See how it stands.
import-source = Name of the files that the cases come from
import-source-hint = An old reference is imported once from each. Use the same name every time.
import-source-wrong = Give the files a name of at most 100 characters
import-file = CSV file in UTF-8
import-most = { $count ->
    [one] At most { $count } line and 8 MiB; commas, semicolons or tabs between the cells
   *[other] At most { $count } lines and 8 MiB; commas, semicolons or tabs between the cells
}
import-file-missing = Choose the file
import-too-large = The file is larger than 8 MiB: split it
import-no-room = Another import is at work. Wait until it has ended, then try again.
import-try = Try the file
import-columns = Columns
import-example = Empty file with one example
import-column = Column
import-needed = Needed
import-belongs = What belongs there
import-column-direction = outgoing: a request of yours; incoming: one that came
import-column-instrument = Code of the instrument, such as UNCC
import-column-measure = Name of the measure, as in its rule file
import-column-counterpart = Code of the other State, of two letters
import-column-title = A title without names
import-column-old-reference = The reference in your own files
import-column-follows = The request that it follows from: its reference here, or the old reference of a line above
import-column-language = Code of the language of the request; needed for one that came
import-column-received-on = The day it was received: year, month, day; needed for one that came
import-column-their-reference = The other State’s reference; needed for one that came
import-column-channel = post, diplomatic_bag, email or interpol; needed for one that came
import-column-paper = Name of the file with the paper, for one that came
import-column-sha256 = SHA-256 of that file; this or its name is needed
import-column-content = A field of the form of the measure, for example content.facts or content.items.1.item
import-report = What would come of it
import-result = What came of it
import-running = { $count } of { $all } lines are done
import-running-about = It goes on while you do other things. If it is broken off, import the same file again: it goes on where it stopped.
import-look-again = Look again
import-stopped = It stopped before the end. Nothing is lost: import the same file again when this is mended.
import-count-ready = { $count ->
    [one] { $count } line can be imported
   *[other] { $count } lines can be imported
}
import-count-imported = { $count ->
    [one] { $count } line was imported
   *[other] { $count } lines were imported
}
import-count-before = { $count ->
    [one] { $count } line was imported before
   *[other] { $count } lines were imported before
}
import-count-wrong = { $count ->
    [one] Something is wrong with { $count } line
   *[other] Something is wrong with { $count } lines
}
import-count-refused = { $count ->
    [one] { $count } line was refused
   *[other] { $count } lines were refused
}
import-missing = { $count ->
    [one] { $count } field is still missing
   *[other] { $count } fields are still missing
}
import-more = { $count ->
    [one] { $count } more line is not shown
   *[other] { $count } more lines are not shown
}
import-begin = { $count ->
    [one] Import { $count } case
   *[other] Import { $count } cases
}
import-begin-about = Each case gets a reference and an entry in the log. That cannot be undone; drafts can be withdrawn one by one.
import-another = Choose another file
import-wrong = What is wrong
import-wrong-about = As long as anything is wrong, nothing is imported. Correct the file and try it again.
import-line = Line
import-found = What stands there
import-lines = Line by line
import-case = Case
import-state = State
import-became = Request
import-alike = Looks like { $what }
import-state-ready = Ready
import-state-imported = Imported
import-state-before = Imported before
import-state-wrong = Wrong
import-state-refused = Refused
import-wrong-utf8 = The file is no UTF-8 from here on
import-wrong-nothing = There is no line below the names of the columns
import-wrong-most = At most { $what }
import-wrong-column = There is no such column
import-wrong-twice = It stands there twice: each once
import-wrong-empty = Something has to stand here
import-wrong-uneven = The line has another number of cells than there are columns: { $what }. Is a quotation mark missing?
import-wrong-form = It is not written as the form asks
import-wrong-one-of = Should be:
import-wrong-number = A number
import-wrong-least = At least { $what }
import-wrong-state = The code of another State that the rules know
import-wrong-not-in-force = The instrument is not in force, and this State has not agreed to apply it
import-wrong-future = A day that has come already
import-wrong-field = The form of this measure has no such field. It has: { $what }
import-wrong-has-to-follow = This measure has to follow from an earlier request: name it in the column follows
import-wrong-follows = A request that you may see, or a line above, with the same State and instrument and of the kind that is asked for
import-wrong-direction = Nothing: this column is for requests in the other direction
import-wrong-paper = The name of a file among the papers, with the SHA-256 that stands here
import-wrong-not-yours = Your roles do not let you begin this one
record = Record a request on paper
record-not-yours = Requests that came on paper are recorded by the central authority or the point of contact.
record-about = You record a request of another State that came on paper. It counts once a second official has held the record against the document.
record-from = State that asks
record-title = Title
record-title-hint = A few words without names: lists show them
record-reference = Reference of the requesting State
record-reference-hint = As it stands on the paper
record-reference-missing = Write the reference, of at most 100 characters
record-day = Day on which it was received
record-day-missing = Choose the day
record-paper = The paper, scanned
record-too-large = The document is larger than 16 MiB: split it
record-content = What the paper says
record-content-about = Copy what stands there, and leave open what it does not say. Only items that are written here can be granted.
record-alike = Say whether it is another request
record-alike-about = A request with this reference came from this State before. This looks like:
record-another = It is another request: record it
record-save = Record the request
request-their-reference = Reference of the requesting State
request-received-on = Received on
request-old-reference = Old reference
entry-origin-noted = Noted where it comes from
help-intake = What comes from outside
help-intake-paper = A request on paper is recorded from the queue, with its scan. A second official confirms it before it counts.
help-intake-file = Open cases are imported from a file. It is tried first: a table says line by line what is wrong.
