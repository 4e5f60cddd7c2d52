/** Finds a product as it is typed or scanned: by name, SKU, PLU or barcode; a scan is chosen by its Enter. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { classNames } from '../design/class-names.ts';
import { controlLook, Field } from '../design/field.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/words.ts';
import { pickerWords } from './picker-words.ts';
import { type Choice, useProductSearch } from './use-product-search.ts';

interface ProductPickerProps {
  label: string;
  /** `quantityMilli` is there where a scale's label said it. */
  onPick: (product: Product, quantityMilli: number | null) => void;
  hint?: string | undefined;
  error?: string | undefined;
  className?: string | undefined;
  isLabelHidden?: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function ProductPicker({ onPick, ref, autoFocus, error, ...field }: ProductPickerProps) {
  const t = useWords(pickerWords);
  const problemText = useProblemText();
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const search = useProductSearch(text);
  const choices = search.choices;
  const isOpen = text.trim() !== '' && choices !== undefined;
  const pick = ({ product, quantityMilli }: Choice) => {
    setText('');
    onPick(product, quantityMilli);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const count = choices?.length ?? 0;
    if (step !== 0 && count > 0) {
      event.preventDefault();
      setActive((active + step + count) % count);
    }
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    }
    if (event.key !== 'Enter' || text.trim() === '') return;
    event.preventDefault();
    const chosen = isOpen ? choices[active] : undefined;
    // A scanner is faster than the search: its code is looked up by itself.
    if (search.isCode || chosen === undefined)
      void search.lookUp(text.trim()).then(pick, () => undefined);
    else pick(chosen);
  };
  const failure = search.error === null ? undefined : problemText(search.error);
  return (
    <Field {...field} error={error ?? failure}>
      {(control) => (
        <div className="relative">
          <input
            {...control}
            ref={ref}
            // biome-ignore lint/a11y/noAutofocus: asked for by forms whose first act is a scan.
            autoFocus={autoFocus}
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            placeholder={t('placeholder')}
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isOpen && choices.length > 0 ? `${listId}-${active}` : undefined}
            className={controlLook}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => setText('')}
          />
          {isOpen && <Choices {...{ listId, choices, active, pick }} />}
        </div>
      )}
    </Field>
  );
}

interface ChoicesProps {
  listId: string;
  choices: readonly Choice[];
  active: number;
  pick: (choice: Choice) => void;
}

function Choices({ listId, choices, active, pick }: ChoicesProps) {
  const t = useWords(pickerWords);
  return (
    <div className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-md border border-line-strong bg-raised shadow-md">
      {choices.length === 0 && (
        <p role="status" className="p-3 text-ink-soft">
          {t('nothing')}
        </p>
      )}
      <div
        id={listId}
        role="listbox"
        aria-label={t('products')}
        className="max-h-80 overflow-y-auto"
      >
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are heard by the field, which keeps the focus.
          <div
            key={choice.product.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classNames(
              'flex cursor-pointer justify-between gap-4 px-3 py-2',
              index === active && 'bg-sunken',
            )}
            // The field must not lose the focus before the press is a click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(choice)}
          >
            <span className="min-w-0 truncate">{choice.product.name}</span>
            <span className="shrink-0 text-ink-soft">
              {choice.product.plu ?? choice.product.sku}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
