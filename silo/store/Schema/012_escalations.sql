-- When and to whom an alert was passed on, while that is about the alert as it is: on (the business day) and at say
-- whether it was, to may be missing.
ALTER TABLE alert
    ADD COLUMN escalated_on date,
    ADD COLUMN escalated_at timestamptz,
    ADD COLUMN escalated_to text COLLATE "C";

-- Looked at every minute: what waits for an acknowledgement, and what waits for somebody to pass it on to.
CREATE INDEX alert_waiting ON alert (raised_on) WHERE status = 'open' AND severity = 'high' AND escalated_on IS NULL;
CREATE INDEX alert_escalated_to_nobody ON alert (manager)
    WHERE status = 'open' AND severity = 'high' AND escalated_on IS NOT NULL AND escalated_to IS NULL;

-- A superior's list.
CREATE INDEX alert_escalated_to ON alert (escalated_to, status, id) WHERE escalated_to IS NOT NULL;

ALTER TABLE alert_change
    ADD COLUMN former_superior text COLLATE "C",    -- whom an escalation that has ended had told
    DROP CONSTRAINT alert_change_change_check,
    ADD CONSTRAINT alert_change_change_check CHECK (change IN ('opened', 'updated', 'acknowledged', 'escalated', 'closed'));
