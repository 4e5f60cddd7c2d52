/** Short news of what was done; read out, and gone after some seconds. */
import { Toast } from 'radix-ui';
import { useWords } from '../i18n/words.ts';
import { createStore, useStore } from '../store.ts';
import { shellWords } from './words.ts';

interface Message {
  id: number;
  text: string;
}

const messages = createStore<Message[]>([]);
let lastId = 0;

/** Says that something was done. Failures are not told so: they stay where they happened. */
export function tell(text: string): void {
  lastId += 1;
  messages.set([...messages.get(), { id: lastId, text }]);
}

export function ToastArea() {
  const t = useWords(shellWords);
  const shown = useStore(messages);
  const remove = (id: number) => messages.set(messages.get().filter((each) => each.id !== id));
  return (
    <Toast.Provider label={t('news')} duration={5000}>
      {shown.map(({ id, text }) => (
        <Toast.Root
          key={id}
          onOpenChange={(open) => !open && remove(id)}
          className="rounded-md border border-line bg-ink px-4 py-3 text-surface shadow-md"
        >
          <Toast.Description>{text}</Toast.Description>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-4 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2" />
    </Toast.Provider>
  );
}
