/** Customers with a tab, as far as the till needs them without a network: their names and what they may still buy. */

export interface KeptCustomer {
  id: string;
  name: string;
  /** Without accents, in lower case. */
  text: string;
  /** What may still go on the tab, in centavos, as last known. */
  roomMinor: number;
}
