/** The ids of the categories that every shop begins with. */
const slugs = [
  'sales',
  'services-income',
  'other-income',
  'suppliers-meat',
  'suppliers-other',
  'rent',
  'energy',
  'water',
  'gas',
  'telecom',
  'payroll',
  'taxes',
  'accounting',
  'bank-fees',
  'card-fees',
  'packaging',
  'cleaning',
  'maintenance',
  'equipment',
  'transport-fuel',
  'marketing',
  'insurance',
  'withdrawal',
  'other-expense',
  'card-settlement',
  'pix-settlement',
  'cash-deposit',
  'contribution',
  'cash-withdrawal',
] as const;

export function categoryId(slug: (typeof slugs)[number]): string {
  const number = slugs.indexOf(slug) + 1;
  return `01930000-0000-7000-8001-${number.toString(16).padStart(12, '0')}`;
}
