# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

answer-title = Safeguard checkpoint
answer-question = The question
answer-articles = It rests on
answer-read = What you answer for
answer-read-hint = Your answer holds for exactly these words. Should they change, it is asked again.
answer-digest = Digest of what you read
answer-choose = Your answer
answer-reason = Reasons
answer-reason-hint = Needed for a negative answer and wherever the rules ask for them. They are kept sealed.
answer-later = Until when, if you answer later
answer-save = Save the answer
answer-saved = Your answer is kept
answer-by = Answered by
answer-not-yours = This question is answered by others. You can read it here.
answer-link = Answer
