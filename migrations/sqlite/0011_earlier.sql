-- What an official wrote or is assigned to, by measure: for earlier decisions on the same question.
CREATE INDEX assistance_request_by_author ON assistance_request (author, measure, created_at, id, counterpart);
CREATE INDEX assignment_by_official ON assignment (official_id, request_id);

-- The officials of whom the request has rows of their own, in every row of it: whoever looks at the rows of a role passes by
-- those that name them, within the index. An id is 32 digits, which no role is.
ALTER TABLE queue_place ADD COLUMN named TEXT NOT NULL DEFAULT '';
UPDATE queue_place SET named = COALESCE((
    SELECT group_concat(k.who, ' ') FROM queue_place AS k
    WHERE k.request_id = queue_place.request_id AND length(k.who) = 32 AND k.who NOT LIKE '% %' AND k.who NOT LIKE '%!_%' ESCAPE '!'
), '');
DROP INDEX queue_place_by_who;
CREATE INDEX queue_place_by_who ON queue_place (who, part, place, request_id, measure, counterpart, named);
