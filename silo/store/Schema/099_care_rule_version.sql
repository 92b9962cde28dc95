-- Gives versions of care_rule. A day of the company's own that is deleted and made again is another one: no version comes twice.
CREATE SEQUENCE care_rule_version;
