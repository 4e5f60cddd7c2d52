-- What entries are for: the shop's categories, and which one each entry has.

CREATE TABLE category (
  id           uuid PRIMARY KEY,
  slug         text COLLATE "C" NOT NULL UNIQUE,
  name_pt      text NOT NULL,
  name_en      text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('income', 'expense')),
  is_archived  boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN category.id IS 'of the seeded ones, the same on every installation';
COMMENT ON COLUMN category.is_archived IS 'given to no new entry; old ones keep it';

INSERT INTO category (id, slug, name_pt, name_en, kind) VALUES
  ('01930000-0000-7000-8001-000000000001', 'sales', 'Vendas', 'Sales', 'income'),
  ('01930000-0000-7000-8001-000000000002', 'services-income', 'Serviços prestados', 'Services', 'income'),
  ('01930000-0000-7000-8001-000000000003', 'other-income', 'Outras receitas', 'Other income', 'income'),
  ('01930000-0000-7000-8001-000000000004', 'suppliers-meat', 'Fornecedores de carne', 'Meat suppliers', 'expense'),
  ('01930000-0000-7000-8001-000000000005', 'suppliers-other', 'Outros fornecedores', 'Other suppliers', 'expense'),
  ('01930000-0000-7000-8001-000000000006', 'rent', 'Aluguel', 'Rent', 'expense'),
  ('01930000-0000-7000-8001-000000000007', 'energy', 'Energia elétrica', 'Electricity', 'expense'),
  ('01930000-0000-7000-8001-000000000008', 'water', 'Água e esgoto', 'Water', 'expense'),
  ('01930000-0000-7000-8001-000000000009', 'gas', 'Gás', 'Gas', 'expense'),
  ('01930000-0000-7000-8001-00000000000a', 'telecom', 'Telefone e internet', 'Telephone and internet', 'expense'),
  ('01930000-0000-7000-8001-00000000000b', 'payroll', 'Salários e encargos', 'Payroll', 'expense'),
  ('01930000-0000-7000-8001-00000000000c', 'taxes', 'Impostos', 'Taxes', 'expense'),
  ('01930000-0000-7000-8001-00000000000d', 'accounting', 'Contabilidade', 'Accounting', 'expense'),
  ('01930000-0000-7000-8001-00000000000e', 'bank-fees', 'Tarifas bancárias', 'Bank fees', 'expense'),
  ('01930000-0000-7000-8001-00000000000f', 'card-fees', 'Taxas de cartão', 'Card fees', 'expense'),
  ('01930000-0000-7000-8001-000000000010', 'packaging', 'Embalagens', 'Packaging', 'expense'),
  ('01930000-0000-7000-8001-000000000011', 'cleaning', 'Limpeza', 'Cleaning', 'expense'),
  ('01930000-0000-7000-8001-000000000012', 'maintenance', 'Manutenção', 'Maintenance', 'expense'),
  ('01930000-0000-7000-8001-000000000013', 'equipment', 'Equipamentos', 'Equipment', 'expense'),
  ('01930000-0000-7000-8001-000000000014', 'transport-fuel', 'Transporte e combustível', 'Transport and fuel', 'expense'),
  ('01930000-0000-7000-8001-000000000015', 'marketing', 'Divulgação', 'Marketing', 'expense'),
  ('01930000-0000-7000-8001-000000000016', 'insurance', 'Seguros', 'Insurance', 'expense'),
  ('01930000-0000-7000-8001-000000000017', 'withdrawal', 'Retirada dos sócios', 'Owner''s withdrawal', 'expense'),
  ('01930000-0000-7000-8001-000000000018', 'other-expense', 'Outras despesas', 'Other expenses', 'expense');

CREATE TABLE entry_category (
  entry_id       uuid PRIMARY KEY,
  category_id    uuid NOT NULL REFERENCES category,
  decided_by     text NOT NULL CHECK (decided_by IN ('person', 'model')),
  confidence     double precision CHECK (confidence BETWEEN 0 AND 1),
  model_version  int,
  decided_at     timestamptz NOT NULL
);
COMMENT ON TABLE entry_category IS 'beside the journal, which is append-only: a category may be corrected';
CREATE INDEX entry_category_category ON entry_category (category_id);
