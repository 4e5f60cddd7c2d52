/** What the model thinks an entry was for, the likeliest first, each on a key of its own. */
import type { CategorySuggestion } from '@balcao/contracts/api/categorisation.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { financeWords } from './finance-words.ts';
import { useCategories } from './use-categories.ts';

interface SuggestionListProps {
  suggestions: CategorySuggestion[];
  isBusy: boolean;
  onChosen: (categoryId: string) => void;
}

export function SuggestionList({ suggestions, isBusy, onChosen }: SuggestionListProps) {
  const { nameOf } = useCategories();
  useShortcuts(
    suggestions.map(({ categoryId }, index) => ({
      key: String(index + 1),
      label: nameOf(categoryId),
      run: () => !isBusy && onChosen(categoryId),
    })),
  );
  return (
    <ol className="mb-4 flex flex-col gap-2">
      {suggestions.map((suggestion, index) => (
        <li key={suggestion.categoryId}>
          <button
            type="button"
            disabled={isBusy}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => onChosen(suggestion.categoryId)}
            className="flex min-h-11 w-full items-center gap-3 rounded-md border border-line-strong px-3 py-2 text-left hover:bg-sunken"
          >
            <kbd aria-hidden className="rounded-md border border-line-strong bg-sunken px-2">
              {index + 1}
            </kbd>
            <span className="flex-1 font-medium">{nameOf(suggestion.categoryId)}</span>
            <Why suggestion={suggestion} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Why({ suggestion: { confidence, reasons } }: { suggestion: CategorySuggestion }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const words = reasons.flatMap(({ word }) => (word === null ? [] : [`"${word}"`]));
  return (
    <span className="text-right text-sm text-ink-soft">
      {t('sure', { percent: format.percent(confidence) })}
      {words.length > 0 && (
        <span className="block">{t('because', { words: words.slice(0, 2).join(', ') })}</span>
      )}
    </span>
  );
}
