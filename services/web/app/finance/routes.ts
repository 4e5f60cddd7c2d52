/** The shop's money: reports, entries, accounts, months. */
import type { RouteDefinition } from '../shell/route.ts';

const reports = [
  {
    path: '/finance/reports/profit',
    title: { 'pt-BR': 'Lucro e perda', en: 'Profit and loss' },
    load: () => import('./profit-screen.tsx'),
  },
  {
    path: '/finance/reports/cash-flow',
    title: { 'pt-BR': 'Fluxo de caixa', en: 'Cash flow' },
    load: () => import('./cash-flow-screen.tsx'),
  },
  {
    path: '/finance/reports/by-category',
    title: { 'pt-BR': 'Por categoria', en: 'By category' },
    load: () => import('./by-category-screen.tsx'),
  },
  {
    path: '/finance/reports/margin',
    title: { 'pt-BR': 'Margem por produto', en: 'Margin by product' },
    load: () => import('./margin-screen.tsx'),
  },
  {
    path: '/finance/reports/hours',
    title: { 'pt-BR': 'Horas da semana', en: 'Hours of the week' },
    load: () => import('./hours-screen.tsx'),
  },
];

const permission = 'finance:read';

export const financeRoutes: RouteDefinition[] = [
  {
    path: '/finance/reports',
    title: { 'pt-BR': 'Relatórios', en: 'Reports' },
    permission,
    icon: 'ChartNoAxesColumn',
    load: () => import('./reports-screen.tsx'),
  },
  ...reports.map((report) => ({ ...report, permission }) as const),
  {
    path: '/finance/entries',
    title: { 'pt-BR': 'Lançamentos', en: 'Entries' },
    permission,
    icon: 'ReceiptText',
    load: () => import('./entries-screen.tsx'),
  },
  {
    path: '/finance/imports',
    title: { 'pt-BR': 'Importar extrato', en: 'Import a statement' },
    permission: 'finance:write',
    load: () => import('./imports-screen.tsx'),
  },
  {
    path: '/finance/accounts',
    title: { 'pt-BR': 'Contas', en: 'Accounts' },
    permission,
    icon: 'Landmark',
    load: () => import('./accounts-screen.tsx'),
  },
  {
    path: '/finance/periods',
    title: { 'pt-BR': 'Meses', en: 'Months' },
    permission,
    icon: 'CalendarCheck',
    load: () => import('./periods-screen.tsx'),
  },
];
