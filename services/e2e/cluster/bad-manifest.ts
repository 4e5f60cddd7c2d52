/** What the tables of bad manifests are made of: a good one of each kind, and what makes it bad. */

type Spec = Record<string, unknown>;

export interface BadManifest {
  what: string;
  kind: 'PriceFeed' | 'AlertRule' | 'NotificationChannel' | 'Backup' | 'BackupSchedule';
  /** What is other than in the good manifest of that kind; undefined leaves it out. */
  spec: Spec;
  name?: string;
  /** Is in the refusal. */
  message: string;
}

const feed = { provider: 'awesomeapi', symbol: 'USD-BRL', code: 'USD-BRL', everySeconds: 60 };
export const condition = { kind: 'threshold', direction: 'above', price: '5.80' };
export const change = { kind: 'change', direction: 'up', percent: 2, windowSeconds: 600 };
export const hook = { type: 'webhook', url: 'https://hooks.shop.example/alerts' };
export const mail = {
  type: 'email',
  host: 'mail.shop.example',
  from: 'a@shop.example',
  to: ['b@shop.example'],
};
const secretRef = { name: 'hook' };
export const database = { host: 'shop-postgres', secretRef: { name: 'shop-postgres' } };
export const claim = { persistentVolumeClaim: { claimName: 'backups' } };
const plan = { database, storage: claim };

/** What every manifest of the tables is, but for one thing. */
export const goodSpecs: Record<BadManifest['kind'], Spec> = {
  PriceFeed: feed,
  AlertRule: { symbols: ['USD-BRL'], condition },
  NotificationChannel: { target: hook, secretRef, routes: [{ name: 'all' }] },
  Backup: plan,
  BackupSchedule: { schedule: '30 3 * * *', template: plan, suspend: true },
};

export const many = <Each>(count: number, each: (n: number) => Each): Each[] =>
  Array.from({ length: count }, (_, n) => each(n));

type Row = [what: string, spec: Spec, message: string];
export const rows = (kind: BadManifest['kind'], table: Row[]): BadManifest[] =>
  table.map(([what, spec, message]) => ({ what, kind, spec, message }));
