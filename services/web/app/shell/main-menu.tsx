/** The menu: the screens that are for this person's role, by subject. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { Link, useLocation } from 'wouter';
import { classNames } from '../design/class-names.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { routeGroups } from '../routes.ts';
import { useUser } from '../session/use-user.ts';
import { menuIcons } from './menu-icons.ts';
import type { RouteDefinition } from './route.ts';
import { shellWords } from './words.ts';

export function MainMenu({ isOpen, onChosen }: { isOpen: boolean; onChosen: () => void }) {
  const t = useWords(shellWords);
  const text = useText();
  const { role } = useUser();
  const groups = routeGroups
    .map(({ title, routes }) => ({
      title,
      routes: routes.filter(
        ({ icon, permission }) =>
          icon !== undefined && (permission === null || isAllowed(role, permission)),
      ),
    }))
    .filter(({ routes }) => routes.length > 0);
  return (
    <nav
      id="main-menu"
      aria-label={t('mainMenu')}
      className={classNames(
        'border-b border-line bg-raised p-3 md:block md:border-r md:border-b-0',
        // A long list does not take the menu away, nor a low window its end.
        'md:sticky md:top-0 md:max-h-dvh md:overflow-y-auto',
        !isOpen && 'hidden',
      )}
    >
      {groups.map(({ title, routes }) => (
        <div key={text(title)} className="mb-3">
          <h2 className="px-2 pb-1 text-sm font-medium text-ink-soft">{text(title)}</h2>
          <ul>
            {routes.map((route) => (
              <li key={route.path}>
                <MenuLink route={route} onChosen={onChosen} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function MenuLink({ route, onChosen }: { route: RouteDefinition; onChosen: () => void }) {
  const text = useText();
  const [location] = useLocation();
  const isHere = route.path === menuPathOf(location);
  const { icon, path, title } = route;
  const Icon = icon === undefined ? undefined : menuIcons[icon];
  return (
    <Link
      href={path}
      onClick={onChosen}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(
        'flex min-h-10 items-center gap-3 rounded-md px-2 hover:bg-sunken md:min-h-9',
        isHere && 'bg-sunken font-semibold',
      )}
    >
      {Icon !== undefined && <Icon aria-hidden size={18} className="shrink-0" />}
      {text(title)}
    </Link>
  );
}

/** The longest path of the menu that the address is at or below: `/stock/lots`, not `/stock` as well. */
function menuPathOf(location: string): string | undefined {
  return routeGroups
    .flatMap(({ routes }) => routes)
    .filter(({ icon, path }) => icon !== undefined && `${location}/`.startsWith(`${path}/`))
    .map(({ path }) => path)
    .toSorted((a, b) => b.length - a.length)[0];
}
