-- Rules that keep another one's alerts from being told while they are firing.
ALTER TABLE rule ADD COLUMN inhibited_on text NOT NULL DEFAULT 'any-symbol';
COMMENT ON COLUMN rule.inhibited_on IS 'whether the other rule''s alert must be of the same symbol';

CREATE TABLE rule_inhibition (
  rule_id     uuid NOT NULL REFERENCES rule ON DELETE CASCADE,
  by_rule_id  uuid NOT NULL REFERENCES rule ON DELETE CASCADE,
  position    smallint NOT NULL,
  PRIMARY KEY (rule_id, by_rule_id),
  CHECK (rule_id <> by_rule_id)
);
CREATE INDEX rule_inhibition_by ON rule_inhibition (by_rule_id);
COMMENT ON TABLE rule_inhibition IS 'Which rules inhibit a rule. A table and no list in the rule: one that is deleted is forgotten without a lock on those that named it.';

ALTER TABLE alert ADD COLUMN was_inhibited boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN alert.was_inhibited IS 'of one that is over: it was inhibited to its end, and so never told';
