-- The chart of accounts, the append-only journal, and the sums per account and day that reports read.

CREATE TABLE account (
  id        uuid PRIMARY KEY,
  code      text NOT NULL UNIQUE,
  name_pt   text NOT NULL,
  name_en   text NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
  is_money  boolean NOT NULL,
  CHECK (kind = 'asset' OR NOT is_money)
);
COMMENT ON COLUMN account.id IS 'the same on every installation';
COMMENT ON COLUMN account.is_money IS 'counts in the daily balance';

INSERT INTO account (id, code, name_pt, name_en, kind, is_money) VALUES
  ('01930000-0000-7000-8000-000000000001', 'cash', 'Caixa', 'Cash', 'asset', true),
  ('01930000-0000-7000-8000-000000000002', 'bank', 'Banco', 'Bank', 'asset', true),
  ('01930000-0000-7000-8000-000000000003', 'pix', 'PIX', 'PIX', 'asset', true),
  ('01930000-0000-7000-8000-000000000004', 'card_receivable', 'Cartões a receber', 'Card receivable', 'asset', true),
  ('01930000-0000-7000-8000-000000000005', 'inventory', 'Estoque', 'Inventory', 'asset', false),
  ('01930000-0000-7000-8000-000000000006', 'supplier_payable', 'Fornecedores a pagar', 'Suppliers payable', 'liability', false),
  ('01930000-0000-7000-8000-000000000007', 'sales_revenue', 'Receita de vendas', 'Sales revenue', 'revenue', false),
  ('01930000-0000-7000-8000-000000000008', 'other_revenue', 'Outras receitas', 'Other revenue', 'revenue', false),
  ('01930000-0000-7000-8000-000000000009', 'cost_of_goods', 'Custo das mercadorias vendidas', 'Cost of goods sold', 'expense', false),
  ('01930000-0000-7000-8000-00000000000a', 'shrinkage', 'Perdas de estoque', 'Shrinkage', 'expense', false),
  ('01930000-0000-7000-8000-00000000000b', 'card_fees', 'Taxas de cartão', 'Card fees', 'expense', false),
  ('01930000-0000-7000-8000-00000000000c', 'general_expenses', 'Despesas gerais', 'General expenses', 'expense', false),
  ('01930000-0000-7000-8000-00000000000d', 'cash_differences', 'Diferenças de caixa', 'Cash differences', 'expense', false),
  ('01930000-0000-7000-8000-00000000000e', 'equity', 'Patrimônio líquido', 'Equity', 'equity', false),
  ('01930000-0000-7000-8000-00000000000f', 'tabs', 'Fiado a receber', 'Customers'' tabs', 'asset', false);

CREATE TABLE journal_transaction (
  id           uuid PRIMARY KEY,
  source       text COLLATE "C" NOT NULL UNIQUE,
  kind         text NOT NULL CHECK (kind IN ('credit', 'debit', 'sale', 'refund', 'stock')),
  date         date NOT NULL,
  description  text NOT NULL,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  trace_id     text
);
COMMENT ON COLUMN journal_transaction.source IS 'what it was posted for, such as sale:<order id>: once each, for ever';
COMMENT ON COLUMN journal_transaction.kind IS 'credit and debit are entries made by hand';
CREATE INDEX journal_transaction_entry ON journal_transaction (date, id) WHERE kind IN ('credit', 'debit');

CREATE TABLE journal_line (
  transaction_id  uuid NOT NULL REFERENCES journal_transaction,
  position        smallint NOT NULL,
  account_id      uuid NOT NULL,
  debit_minor     bigint NOT NULL,
  credit_minor    bigint NOT NULL,
  PRIMARY KEY (transaction_id, position),
  CHECK (debit_minor >= 0 AND credit_minor >= 0 AND (debit_minor > 0) <> (credit_minor > 0))
);
COMMENT ON COLUMN journal_line.account_id IS
  'checked by a trigger for all rows at once: a foreign key would lock the hot account once per line';

-- Room on each page, so that the day's hot rows are updated in place.
CREATE TABLE account_day (
  account_id    uuid NOT NULL REFERENCES account,
  date          date NOT NULL,
  debit_minor   bigint NOT NULL CHECK (debit_minor >= 0),
  credit_minor  bigint NOT NULL CHECK (credit_minor >= 0),
  PRIMARY KEY (account_id, date)
) WITH (fillfactor = 50);
COMMENT ON TABLE account_day IS 'A projection of the journal, changed in the transaction that posts.';

CREATE FUNCTION require_sound_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken uuid;
BEGIN
  SELECT transaction_id INTO broken FROM added
  GROUP BY transaction_id HAVING sum(debit_minor) <> sum(credit_minor) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'journal transaction % does not balance', broken USING ERRCODE = 'check_violation';
  END IF;
  SELECT account_id INTO broken FROM added
  WHERE NOT EXISTS (SELECT FROM account WHERE account.id = added.account_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account % does not exist', broken USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_line_is_sound AFTER INSERT ON journal_line
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_sound_lines();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct it by a reversal', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_transaction_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_transaction
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_line_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
