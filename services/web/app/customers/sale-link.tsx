/** The way from an entry of a tab to its sale; nothing where it is of none. */
import { Link } from 'wouter';
import { useWords } from '../i18n/words.ts';
import { customerWords } from './words.ts';

export function SaleLink({ orderId }: { orderId: string | null }) {
  const t = useWords(customerWords);
  if (orderId === null) return null;
  return (
    <Link href={`/sales/${orderId}`} className="underline underline-offset-4">
      {t('sale')}
    </Link>
  );
}
