-- What the kit's tests write: an effect that happened twice is there twice.

CREATE TABLE effect (
  seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid,
  subject  text NOT NULL,
  data     jsonb
);
CREATE INDEX effect_subject ON effect (subject, seq);
