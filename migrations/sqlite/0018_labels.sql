-- What a request is called says something of a person's case, so it is sealed under the request's key and goes with it. The
-- program seals what stands in the old columns before the next migration drops them.
ALTER TABLE assistance_request ADD COLUMN title_sealed BLOB;
ALTER TABLE assistance_request ADD COLUMN registry_number_sealed BLOB;
