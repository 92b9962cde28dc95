-- A decision's end is written down with a few others, so it should cost little: no index has the outcome, and pages have room for it. Whoever
-- goes through a campaign's decisions does so customer by customer.
ALTER TABLE message SET (fillfactor = 85);
ALTER TABLE care_decision SET (fillfactor = 85);
CREATE INDEX care_decision_campaign ON care_decision (occurrence, customer_id) WHERE occasion = 'campaign';
