/** Catalogue: what is sold, at which price, and how it comes into the scales. */
import type { RouteDefinition } from '../shell/route.ts';

export const catalogueRoutes: RouteDefinition[] = [
  {
    path: '/catalogue',
    title: { 'pt-BR': 'Produtos', en: 'Products' },
    permission: 'catalogue:read',
    icon: 'Tag',
    load: () => import('./products-screen.tsx'),
  },
  {
    path: '/catalogue/categories',
    title: { 'pt-BR': 'Categorias', en: 'Categories' },
    permission: 'catalogue:read',
    icon: 'Tags',
    load: () => import('./categories-screen.tsx'),
  },
  {
    path: '/catalogue/promotions',
    title: { 'pt-BR': 'Promoções', en: 'Promotions' },
    permission: 'catalogue:read',
    icon: 'BadgePercent',
    load: () => import('./promotions-screen.tsx'),
  },
  {
    path: '/catalogue/import',
    title: { 'pt-BR': 'Importar e exportar', en: 'Import and export' },
    permission: 'catalogue:write',
    icon: 'FileUp',
    load: () => import('./import-screen.tsx'),
  },
  {
    path: '/catalogue/scales',
    title: { 'pt-BR': 'Balanças', en: 'Scales' },
    permission: 'catalogue:read',
    icon: 'Scale',
    load: () => import('./scales-screen.tsx'),
  },
  {
    path: '/catalogue/:id',
    title: { 'pt-BR': 'Produto', en: 'Product' },
    permission: 'catalogue:read',
    load: () => import('./product-screen.tsx'),
  },
];
