-- How many requests keep each rulebook: a page asks, and counted every row.
CREATE INDEX assistance_request_by_rulebook ON assistance_request (rulebook);
