-- Where the leaves stand that are about keys of the log: the leaves themselves say everything, this only finds them.
CREATE TABLE key_leaf (idx BIGINT NOT NULL PRIMARY KEY);
