/** A form whose content is kept on this device until it is booked: one that was not is there again after a reload. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { v7 } from 'uuid';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import type { Draft, DraftStore } from './drafts.ts';

interface DraftedFormProps<Content> {
  store: DraftStore<Content>;
  /** That something was left unfinished. */
  keptText: string;
  discardText: string;
  /** The form; `onDone`: it was booked, and the next one begins. */
  children: (kept: Draft<Content> | null, onDone: () => void) => ReactNode;
}

export function DraftedForm<Content>(props: DraftedFormProps<Content>) {
  const { store, keptText, discardText, children } = props;
  const common = useWords(designWords);
  const { id: userId } = useUser();
  const found = useKeptDraft(store, userId);
  const [time, setTime] = useState(0);
  if (found.isPending) return <p role="status">{common('loading')}</p>;
  // A device that keeps nothing has no draft; what is over makes room for the next, with its own key.
  const kept = time === 0 ? (found.data ?? null) : null;
  const next = () => setTime(time + 1);
  return (
    <>
      {kept !== null && (
        <div className="mb-4">
          <Notice tone="neutral">
            <p>{keptText}</p>
            <Button className="mt-2" onClick={() => void store.forget(userId).then(next)}>
              {discardText}
            </Button>
          </Notice>
        </div>
      )}
      <div key={time}>{children(kept, next)}</div>
    </>
  );
}

/** Read once, as the screen opens: from then on the form knows more than the device. */
const useKeptDraft = <Content,>(store: DraftStore<Content>, userId: string) =>
  useQuery({
    queryKey: ['draft', store.name, userId],
    queryFn: () => store.read(userId),
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

interface DraftInHand<Content> {
  content: Content;
  /** Under which it is booked. */
  idempotencyKey: string;
  setContent: (content: Content) => void;
  /** It was booked. */
  forget: () => Promise<void>;
}

/** What is typed, kept at every change. */
export function useDraft<Content>(
  store: DraftStore<Content>,
  { kept, fresh }: { kept: Draft<Content> | null; fresh: Content },
): DraftInHand<Content> {
  const { id: userId } = useUser();
  const [draft, setDraft] = useState(() => kept ?? { idempotencyKey: v7(), content: fresh });
  return {
    ...draft,
    setContent(content) {
      const next = { ...draft, content };
      setDraft(next);
      // A device that keeps nothing still serves: only a reload loses what was typed there.
      void store.keep(userId, next).catch(() => undefined);
    },
    forget: () => store.forget(userId).catch(() => undefined),
  };
}
