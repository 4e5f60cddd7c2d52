/** The settings of each program that has some, as its `config.ts` declares them. */
import type { Setting, Settings } from '@balcao/kit/config.ts';
import { baseSettings, processSettings } from '@balcao/kit/settings.ts';
import * as backup from '../../services/backup/src/config.ts';
import { localServices } from '../../services/local/src/services.ts';
import { settings as operator } from '../../services/operator/src/config.ts';
import { settings as web } from '../../services/web/src/config.ts';
import { code, table } from './table.ts';

const everywhere: Settings = { ...processSettings, ...baseSettings(8001) };
const isEverywhere = ({ env, help }: Setting) =>
  Object.values(everywhere).some((shared) => shared.env === env && shared.help === help);

/** By name of the program: what it has beside what every service has. */
export const ownSettings: Record<string, Setting[]> = {
  ...Object.fromEntries(
    localServices.map(({ name, settings }) => [
      name,
      Object.values(settings).filter((one) => !isEverywhere(one)),
    ]),
  ),
  web: Object.values(web).filter((one) => !isEverywhere(one)),
  operator: Object.values(operator),
  backup: Object.values(backup).flatMap((group) =>
    typeof group === 'object' ? Object.values(group) : [],
  ),
};

export const sharedSettings: Setting[] = Object.values(everywhere);

/** What holds where nothing is set; undefined: nothing does, null: it has to be set. */
export function defaultOf({ schema }: Setting): string | undefined | null {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return null;
  const text = parsed.data === undefined ? '' : String(parsed.data);
  return text === '' ? undefined : text;
}

export function settingTable(settings: readonly Setting[]): string {
  const rows = settings.map((one) => {
    const standard = defaultOf(one);
    const shown = standard === null ? 'needed' : standard === undefined ? '–' : code(standard);
    return [code(one.env), shown, one.help];
  });
  const once = new Map(rows.map((row) => [row.join(), row]));
  return table(['variable', 'default', 'meaning'], [...once.values()]);
}
