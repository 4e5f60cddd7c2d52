/** Stock: what there is, what comes in, what becomes of it. */
import type { RouteDefinition } from '../shell/route.ts';

export const stockRoutes: RouteDefinition[] = [
  {
    path: '/stock',
    title: { 'pt-BR': 'Níveis', en: 'Levels' },
    permission: 'stock:read',
    icon: 'Boxes',
    load: () => import('./stock-screen.tsx'),
  },
  {
    path: '/stock/receive',
    title: { 'pt-BR': 'Receber', en: 'Receive' },
    permission: 'stock:write',
    icon: 'PackagePlus',
    load: () => import('./receive-screen.tsx'),
  },
  {
    path: '/stock/lots',
    title: { 'pt-BR': 'Lotes e validade', en: 'Lots and expiry' },
    permission: 'stock:read',
    icon: 'CalendarClock',
    load: () => import('./lots-screen.tsx'),
  },
  {
    path: '/stock/breakdowns',
    title: { 'pt-BR': 'Desossas', en: 'Breakdowns' },
    permission: 'stock:read',
    icon: 'Scissors',
    load: () => import('./breakdowns-screen.tsx'),
  },
  {
    path: '/stock/breakdowns/new',
    title: { 'pt-BR': 'Desossar', en: 'Break down' },
    permission: 'stock:write',
    load: () => import('./breakdown-screen.tsx'),
  },
  {
    path: '/stock/breakdowns/templates',
    title: { 'pt-BR': 'Modelos de desossa', en: 'Templates of breakdowns' },
    permission: 'stock:read',
    load: () => import('./templates-screen.tsx'),
  },
  {
    path: '/stock/counts',
    title: { 'pt-BR': 'Contagens', en: 'Counts' },
    permission: 'stock:read',
    icon: 'ClipboardCheck',
    load: () => import('./counts-screen.tsx'),
  },
  {
    path: '/stock/counts/:id',
    title: { 'pt-BR': 'Contagem', en: 'Count' },
    permission: 'stock:read',
    load: () => import('./count-screen.tsx'),
  },
  {
    path: '/stock/waste',
    title: { 'pt-BR': 'Quebras', en: 'Waste' },
    permission: 'stock:read',
    icon: 'Trash2',
    load: () => import('./waste-screen.tsx'),
  },
  {
    path: '/stock/suppliers',
    title: { 'pt-BR': 'Fornecedores', en: 'Suppliers' },
    permission: 'stock:read',
    icon: 'Handshake',
    load: () => import('./suppliers-screen.tsx'),
  },
  {
    path: '/stock/lots/:id',
    title: { 'pt-BR': 'Caminho de um lote', en: "A lot's way" },
    permission: 'stock:read',
    load: () => import('./lot-screen.tsx'),
  },
  {
    path: '/stock/products/:id',
    title: { 'pt-BR': 'Estoque de um produto', en: "A product's stock" },
    permission: 'stock:read',
    load: () => import('./product-stock-screen.tsx'),
  },
];
