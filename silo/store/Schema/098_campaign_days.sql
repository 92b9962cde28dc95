-- Campaigns are looked up by their last day: those that are long over are read no more.
-- The strongest lock first: whoever works beside it never waits crosswise.
DROP INDEX care_campaign_open;
CREATE INDEX care_campaign_last_day ON care_campaign ((document #>> '{days,last}') COLLATE "C") WHERE status IN ('running', 'paused');
