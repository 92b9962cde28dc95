-- Gives versions of care_rule. A day of the company's own that is deleted and made again is another one: no version comes twice.
-- It begins above what days that are deleted by now may have had.
CREATE SEQUENCE care_rule_version START 1000;
