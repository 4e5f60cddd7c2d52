/** Prices that the shop depends on: quotes, rules on them, what feeds them, alerts. */
import type { RouteDefinition } from '../shell/route.ts';

export const marketRoutes: RouteDefinition[] = [
  {
    path: '/market/quotes',
    title: { 'pt-BR': 'Cotações', en: 'Quotes' },
    permission: 'market:read',
    icon: 'LineChart',
    load: () => import('./quotes-screen.tsx'),
  },
  {
    path: '/market/quotes/:symbol',
    title: { 'pt-BR': 'Cotação', en: 'Quote' },
    permission: 'market:read',
    load: () => import('./quote-screen.tsx'),
  },
  {
    path: '/market/rules',
    title: { 'pt-BR': 'Regras', en: 'Rules' },
    permission: 'market:read',
    icon: 'Scale',
    load: () => import('./rules-screen.tsx'),
  },
  {
    path: '/market/rules/:id',
    title: { 'pt-BR': 'Regra', en: 'Rule' },
    permission: 'market:read',
    load: () => import('./rule-screen.tsx'),
  },
  {
    path: '/market/alerts',
    title: { 'pt-BR': 'Alertas', en: 'Alerts' },
    permission: 'market:read',
    icon: 'BellRing',
    load: () => import('./alerts-screen.tsx'),
  },
  {
    path: '/market/feeds',
    title: { 'pt-BR': 'Fontes', en: 'Feeds' },
    permission: 'market:read',
    icon: 'Rss',
    load: () => import('./feeds-screen.tsx'),
  },
];
