# Why something is not open, and what to do next. Ids are the same in every language; variables are filled in.

subject-request = the request
subject-decision = the decision
subject-result = the result
subject-renewal = the renewal
subject-use = the use
refusal-ended = This request has ended at the stage “{ $stage }”. Nothing more can be done with it.
refusal-unknown = Nothing is known here under the name “{ $name }”. Load the page again and choose from what it shows.
refusal-not-from-here = The step “{ $step }” cannot be taken at the stage “{ $stage }”. Look at the request for the steps that can.
refusal-not-for-officials = The step “{ $step }” is taken when a message comes or a time is up, never by an official. There is nothing to do but wait.
refusal-role-missing = Role needed: { $roles }. Ask somebody who holds it.
refusal-author-may-not = You wrote or recorded this request. Somebody else has to do this.
refusal-collector-may-not = You prepared this result. Somebody else has to do this.
refusal-answered-here = You answered “{ $safeguard }” at this gate ({ $gate }). Somebody else has to take the step.
refusal-passed-here = You passed this gate for what stands there now ({ $gate }). Somebody else has to answer.
refusal-same-official = You passed an earlier gate ({ $earlier }). For an intrusive measure somebody else has to pass this one ({ $gate }).
refusal-subject-missing = Not written yet: { $subject }. Write it first.
refusal-incomplete = { $count ->
    [one] The request is incomplete: 1 item is missing. Add it first.
   *[other] The request is incomplete: { $count } items are missing. Add them first.
}
refusal-safeguards-open = { $count ->
    [one] 1 safeguard is not cleared yet. It comes first:
   *[other] { $count } safeguards are not cleared yet. They come first:
}
refusal-gate-not-passed = The gate “{ $before }” comes before “{ $gate }”, for the request as it stands now. Go back to it first.
refusal-ground-missing = The decision names no ground. Choose one of those allowed for this measure.
refusal-ground-not-allowed = This ground is not allowed for the measure “{ $measure }”: { $ground }. Choose another.
refusal-ground-forbidden = This may never be a ground for refusal: { $ground }. Choose another.
refusal-consult-first = Consult the other State before you refuse or postpone on this ground: { $ground }. Open a consultation and wait for its end.
refusal-reasons-missing = Reasons are needed. Say why, in words that the other State and a court can read.
refusal-item-unknown = The item “{ $item }” is not among those sought. Name only items of the request.
refusal-decision-does-not-fit = The decision as written does not fit the step “{ $step }”. Write anew what is granted, what is refused and on which conditions, or take the step that fits.
refusal-beyond-grant = The item “{ $item }” was not granted. Take it out of the result.
refusal-conditions-not-accepted = The requesting State has not accepted these conditions: { $conditions }. Offer them and wait for the answer.
refusal-conditions-not-kept = These conditions bind the delivery: { $conditions }. The use has to undertake to keep them.
refusal-consent-missing = This use goes beyond what the evidence was asked for. Ask the State that supplied it for leave, and wait for its answer.
refusal-not-editable = This cannot be changed at the stage “{ $stage }”: { $subject }.
refusal-editable-at = It can be at: { $stages }.
refusal-reading-missing = The page did not say what you read. Open the checkpoint again, read it, then answer “{ $safeguard }”.
refusal-changed-since-read = What you read has changed since. Read it again, then answer “{ $safeguard }”.
refusal-not-asked = “{ $safeguard }” is not asked at this gate for this request ({ $gate }). Go back to the request.
refusal-document-missing = This answer to “{ $safeguard }” needs a document. Attach one to the request, then answer with it.
refusal-only-with-grounds = This answer to “{ $safeguard }” does not fit the grounds that the decision rests on. Give another answer, or change the decision.
refusal-negative-stands = “{ $safeguard }” was answered in the negative. That stands as long as the same is asked: refuse, or wait for a request that asks something else.
refusal-negative-by-another = “{ $safeguard }” was answered in the negative. Only another official can answer anew, with reasons.
refusal-not-deferrable = “{ $safeguard }” cannot be put off like this. Answer it now, or name a date that the rules allow.
refusal-no-such-answer = There is no such answer to “{ $safeguard }”. Load the page again and look at how it stands.
refusal-second-official = A second official has to do this, not the one who did the first part.
refusal-out-of-turn = Message number { $expected } comes first; this one is number { $number }. Messages are taken in their order.
refusal-message-lacks = The message “{ $message }” lacks something that it has to bring. Ask the other State to send it again, whole.
refusal-content-lacks = Something is missing from { $subject }: a document, or the items that it answers. Add it, then save again.
refusal-not-new = This was saved before in the same form: { $subject }. Save it anew.
refusal-frozen = The rules that this request began with no longer pass the checks. It can only be withdrawn, returned or closed.
refusal-not-in-force = { $instrument } is not in force, and no agreement to apply it counts here with: { $state }. An administrator can record an agreement and a second one confirm it.
refusal-another-instrument = The earlier request rests on { $earlier }, this one on { $instrument }. A chain stays within one instrument: leave out what it follows, or ask under { $earlier }.
refusal-not-due = This deadline is not due yet. Wait until its time is up.
refusal-officials-only = Only an official can do this.
refusal-out-of-scope = What you came with does not allow this. Sign in with your password.
refusal-no-such-place = This part of the list is not there. Begin again at its first page.
refusal-read-another-version = Somebody has acted on this request since you opened the page. Look at how it stands now, then decide again.
refusal-done-before = This was sent before and has been carried out. Look at the request.
refusal-second-administrator = A second administrator has to agree to this, and has not, or has already.
refusal-unusable = Something that was entered cannot be used. Check it, then send it again.
refusal-too-large = The document is larger than { $size } MB. Split it.
refusal-exists-already = This is there already. Look before you send it again.
refusal-busy = The service is busy. Nothing was done: wait a moment, then send it again.
refusal-counting = The requests are still being counted, as after every start of the service. Look again in some minutes.
refusal-recused = You declared a conflict of interest in this request. Somebody else acts on it.
refusal-not-recused = This official has declared no conflict of interest here, or is back already.
refusal-erased = The content of this request was erased on { $day } (basis: { $basis }). What is left of it are its entries in the log.
refusal-on-hold = The content of this request is on hold: nothing of it is erased.
refusal-not-ended = This request has not ended: its content is erased only after its last step.
erasure-retention-ended = the time for keeping it was over
erasure-no-longer-needed = it was no longer needed
erasure-data-subject = at the request of a person concerned
erasure-ordered = ordered by a court or supervisory authority
erasure-unlawful = it should not have been processed
