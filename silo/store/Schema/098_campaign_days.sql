-- Campaigns are looked up by their last day: those that are long over are read no more.
CREATE INDEX care_campaign_last_day ON care_campaign ((document #>> '{days,last}') COLLATE "C") WHERE status IN ('running', 'paused');
DROP INDEX care_campaign_open;

-- A decision's end is written down with a few others, so it should cost little: no index has the outcome, and pages have room for it. Whoever
-- goes through a campaign's decisions does so customer by customer.
CREATE INDEX care_decision_campaign ON care_decision (occurrence, customer_id) WHERE occasion = 'campaign';
DROP INDEX care_decision_occurrence;
ALTER TABLE care_decision SET (fillfactor = 85);
ALTER TABLE message SET (fillfactor = 85);
