-- How many requests keep each rulebook: a page asks, and counted every row.
CREATE INDEX assistance_request_by_rulebook ON assistance_request (rulebook);
-- An official's earlier cases of a measure, the newest first: read from the index alone, without the wide rows.
CREATE INDEX assistance_request_by_measure ON assistance_request (measure, created_at, id, author, counterpart);
