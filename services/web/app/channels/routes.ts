/** Where messages are sent to beside the inbox, what is sent there, and what became of it. */
import type { RouteDefinition } from '../shell/route.ts';

export const channelRoutes: RouteDefinition[] = [
  {
    path: '/channels',
    title: { 'pt-BR': 'Canais', en: 'Channels' },
    permission: 'notifications:manage',
    icon: 'Send',
    load: () => import('./channels-screen.tsx'),
  },
  {
    path: '/channels/deliveries',
    title: { 'pt-BR': 'Envios', en: 'Deliveries' },
    permission: 'notifications:manage',
    load: () => import('./deliveries-screen.tsx'),
  },
];
