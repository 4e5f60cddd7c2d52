/** The till's dialogs, each loaded for itself so that the first screen stays light, and soon after it. */
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { useStore } from '../store.ts';
import { isAboveLimit, salePhase } from './sale-flow.ts';
import type { DialogName, TillDialogProps } from './till-dialog.ts';
import { useScansFor } from './use-scanner.ts';
import { tillWords } from './words.ts';

type Content = ComponentType<TillDialogProps>;

const loaders: Record<DialogName, () => Promise<{ Content: Content }>> = {
  cash: () => import('./cash-dialog.tsx'),
  tab: () => import('./tab-dialog.tsx'),
  split: () => import('./split-dialog.tsx'),
  held: () => import('./held-dialog.tsx'),
  menu: () => import('./menu-dialog.tsx'),
  movement: () => import('./movement-dialog.tsx'),
  report: () => import('./report-dialog.tsx'),
  close: () => import('./close-dialog.tsx'),
  refund: () => import('./refund-dialog.tsx'),
  receipt: () => import('./receipt-dialog.tsx'),
  override: () => import('./override-dialog.tsx'),
};

/** What is here already is shown with the key press itself. */
const loaded = new Map<DialogName, Content>();

/** Resolves when it can be shown at once: its first key is for it. One that cannot be had says so when it is shown. */
export async function prepareDialog(name: DialogName): Promise<void> {
  if (!loaded.has(name)) await load(name).catch(() => undefined);
}

async function load(name: DialogName): Promise<Content> {
  const { Content: found } = await loaders[name]();
  loaded.set(name, found);
  return found;
}

const content = (name: DialogName): Content => lazy(async () => ({ default: await load(name) }));

const contents: Record<DialogName, Content> = {
  cash: content('cash'),
  tab: content('tab'),
  split: content('split'),
  held: content('held'),
  menu: content('menu'),
  movement: content('movement'),
  report: content('report'),
  close: content('close'),
  refund: content('refund'),
  receipt: content('receipt'),
  override: content('override'),
};

interface TillDialogsProps {
  open: DialogName | null;
  onOpen: (dialog: DialogName) => void;
  onClose: () => void;
}

export function TillDialogs({ open, onOpen, onClose }: TillDialogsProps) {
  const phase = useStore(salePhase);
  useEffect(() => {
    const timer = setTimeout(loadAll, 1000);
    return () => clearTimeout(timer);
  }, []);
  const needsOverride = phase.kind === 'failed' && isAboveLimit(phase.error);
  useEffect(() => {
    if (needsOverride) onOpen('override');
  }, [needsOverride, onOpen]);
  if (open === null) return null;
  const Open = loaded.get(open) ?? contents[open];
  return (
    <Suspense fallback={null}>
      <ScansWait />
      <Open onClose={onClose} onGo={onOpen} />
    </Suspense>
  );
}

/** What is scanned behind a dialog would change the total that it is about. One that wants scans asks after this. */
function ScansWait() {
  const t = useWords(tillWords);
  useScansFor(() => tell(t('finishDialog')));
  return null;
}

/** So that a dialog is there without a network, and as fast as its key. */
function loadAll(): void {
  // A part that cannot be loaded now is asked for again when its key is pressed.
  for (const name of Object.keys(loaders).filter(isDialog)) load(name).catch(() => undefined);
}

const isDialog = (name: string): name is DialogName => Object.hasOwn(loaders, name);
