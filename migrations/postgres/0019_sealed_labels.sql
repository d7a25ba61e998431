-- Every label is sealed by now.
ALTER TABLE assistance_request DROP COLUMN title;
ALTER TABLE assistance_request DROP COLUMN registry_number;
