/** How news looks, and how long it stays. */
import { Toast } from 'radix-ui';
import { useWords } from '../i18n/words.ts';
import { shellWords } from './words.ts';

export interface Message {
  id: number;
  text: string;
}

export interface ToastListProps {
  messages: readonly Message[];
  onGone: (id: number) => void;
}

export function ToastList({ messages, onGone }: ToastListProps) {
  const t = useWords(shellWords);
  return (
    <Toast.Provider label={t('news')} duration={5000}>
      {messages.map(({ id, text }) => (
        <Toast.Root
          key={id}
          onOpenChange={(open) => !open && onGone(id)}
          className="rounded-md border border-line bg-ink px-4 py-3 text-surface shadow-md"
        >
          <Toast.Description>{text}</Toast.Description>
        </Toast.Root>
      ))}
      <Toast.Viewport
        // F8, which the list would take, is a way to pay.
        hotkey={['altKey', 'KeyN']}
        label={`${t('news')} ({hotkey})`}
        className="fixed right-4 bottom-4 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
      />
    </Toast.Provider>
  );
}
