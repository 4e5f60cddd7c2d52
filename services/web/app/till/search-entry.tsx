/** F2: products by name, PLU or code; the arrows choose, Enter takes. */
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { type CatalogueProduct, searchProducts } from '../offline/catalogue.ts';
import { type EntryProps, entryLook } from './entry.ts';
import { ringCode, ringProduct } from './ring-up.ts';
import { SearchResults } from './search-results.tsx';
import { tillWords } from './words.ts';

const isNumber = (text: string) => /^\d+$/.test(text.trim());

interface SearchEntryProps extends EntryProps {
  typed: string;
  isFocused: boolean;
}

export function SearchEntry({ typed, isFocused, onDone }: SearchEntryProps) {
  const t = useWords(tillWords);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => {
    if (!isFocused) return;
    setText((before) => before + typed);
    field.current?.focus();
  }, [isFocused, typed]);
  const found = useFound(text);
  const marked = chosen ?? (isNumber(text) ? -1 : 0);
  const leave = () => {
    setText('');
    setChosen(null);
    field.current?.blur();
    onDone();
  };
  const take = (product: CatalogueProduct | undefined) => {
    if (product !== undefined) void ringProduct(product);
    else if (isNumber(text)) void ringCode(text.trim());
    else if (text.trim() !== '') return;
    leave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setChosen(Math.min(Math.max(marked + step, 0), (found?.length ?? 0) - 1));
    } else if (event.key === 'Enter') take(found?.[marked]);
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        type="text"
        role="combobox"
        className={entryLook}
        placeholder={`${t('entry')}  F2`}
        aria-label={t('entryLabel')}
        aria-keyshortcuts="F2"
        aria-expanded={found !== undefined}
        aria-controls="till-found"
        aria-activedescendant={found?.[marked] && `till-found-${marked}`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setChosen(null);
        }}
        onKeyDown={onKeyDown}
      />
      {found !== undefined && <SearchResults found={found} marked={marked} onTake={take} />}
    </>
  );
}

function useFound(text: string): CatalogueProduct[] | undefined {
  const sought = text.trim();
  const { data } = useQuery({
    queryKey: ['till', 'search', sought],
    queryFn: () => searchProducts(sought),
    enabled: sought !== '',
    placeholderData: (before) => before,
    networkMode: 'always',
  });
  return sought === '' ? undefined : data;
}
