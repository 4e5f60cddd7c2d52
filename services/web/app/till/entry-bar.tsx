/** The one field at the top: it searches (F2), or takes a quantity (F3) or a discount (F4). */
import { DiscountEntry } from './discount-entry.tsx';
import type { EntryMode, EntryProps } from './entry.ts';
import { QuantityEntry } from './quantity-entry.tsx';
import { SearchEntry } from './search-entry.tsx';

export function EntryBar({ mode, onDone }: EntryProps & { mode: EntryMode }) {
  return (
    <div className="relative border-b border-line-strong bg-raised p-3">
      {mode.kind === 'search' && <SearchEntry {...mode} onDone={onDone} />}
      {mode.kind === 'quantity' && (
        <QuantityEntry key={mode.lineKey} lineKey={mode.lineKey} onDone={onDone} />
      )}
      {mode.kind === 'discount' && <DiscountEntry onDone={onDone} />}
    </div>
  );
}
