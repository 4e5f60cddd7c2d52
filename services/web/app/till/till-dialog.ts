/** What the till's dialogs have in common. */

export const dialogNames = [
  'cash',
  'tab',
  'split',
  'held',
  'menu',
  'movement',
  'report',
  'close',
  'refund',
  'receipt',
  'override',
] as const;
export type DialogName = (typeof dialogNames)[number];

export interface TillDialogProps {
  /** Nothing has happened, or all that should has. */
  onClose: () => void;
  /** Goes on to another dialog. */
  onGo: (dialog: DialogName) => void;
}
