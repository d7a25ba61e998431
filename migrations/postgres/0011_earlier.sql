-- What an official wrote or is assigned to, by measure: for earlier decisions on the same question.
CREATE INDEX assistance_request_by_author ON assistance_request (author, measure, created_at, id, counterpart);
CREATE INDEX assignment_by_official ON assignment (official_id, request_id);
