-- What pages look for, each by an index of its own where there are many requests.

-- The requests that somebody wrote, or works on.
CREATE INDEX assistance_request_by_author ON assistance_request (author, measure, created_at, id);
CREATE INDEX assignment_by_official ON assignment (official_id, request_id);

-- How many requests keep each rulebook.
CREATE INDEX assistance_request_by_rulebook ON assistance_request (rulebook);
