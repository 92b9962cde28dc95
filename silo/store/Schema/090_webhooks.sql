-- Every attempt to hand a message to a gateway. It names nobody.
CREATE TABLE webhook_delivery (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_key  text COLLATE "C" NOT NULL,
    channel      text COLLATE "C" NOT NULL,
    attempted_at timestamptz NOT NULL,
    duration_ms  bigint  NOT NULL,
    status       integer,                   -- null: no answer that could be read
    outcome      text COLLATE "C" NOT NULL, -- sent, refused, deferred
    reason       text
);
CREATE INDEX webhook_delivery_message ON webhook_delivery (message_key);
CREATE INDEX webhook_delivery_channel ON webhook_delivery (channel, id);
CREATE INDEX webhook_delivery_sent ON webhook_delivery (channel, id) WHERE outcome = 'sent';
