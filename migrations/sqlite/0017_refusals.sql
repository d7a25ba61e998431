-- How often each official was refused in the minute that began then. The first refusals of a minute leave an entry each; what
-- comes beyond them is counted here until one entry tells of it. Whoever edits these rows changes a count, and hides no act.
CREATE TABLE refusal_window (
    official_id TEXT   NOT NULL PRIMARY KEY,
    begun_at    TEXT   NOT NULL,
    refused     BIGINT NOT NULL CHECK (refused >= 0)
);
