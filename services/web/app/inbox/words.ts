/** Words of the inbox. */
import type { NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Text } from '../i18n/language.ts';
import { defineWords } from '../i18n/words.ts';

export const notificationNames: Record<NotificationEvent, Text> = {
  'stock.low': { 'pt-BR': 'Estoque baixo', en: 'Low stock' },
  'stock.expiring': { 'pt-BR': 'Lote vence', en: 'Lot expires' },
  'payment.declined': { 'pt-BR': 'Pagamento recusado', en: 'Payment declined' },
  'till.closed': { 'pt-BR': 'Caixa fechado', en: 'Till closed' },
  'market.alert.firing': { 'pt-BR': 'Alerta de preço', en: 'Price alert' },
  'market.alert.resolved': { 'pt-BR': 'Alerta de preço passou', en: 'Price alert over' },
  'system.alert.firing': { 'pt-BR': 'Alerta do sistema', en: 'System alert' },
  'system.alert.resolved': { 'pt-BR': 'Alerta do sistema passou', en: 'System alert over' },
};

export const severityNames: Record<Severity, Text> = {
  info: { 'pt-BR': 'Para saber', en: 'To know' },
  warning: { 'pt-BR': 'Atenção', en: 'Warning' },
  critical: { 'pt-BR': 'Urgente', en: 'Critical' },
};

export const inboxWords = defineWords({
  'pt-BR': {
    title: 'Avisos',
    lead: 'O que a loja quer que você veja; chega sozinho.',
    kind: 'Tipo',
    all: 'Todos',
    urgency: 'Urgência',
    nothing: 'Nenhum aviso. Quando o estoque baixar ou um preço mudar, aparece aqui.',
    when: 'Quando',
    what: 'O que',
    bell: 'Avisos',
    bellNew_one: 'Avisos: {{count}} novo',
    bellNew_other: 'Avisos: {{count}} novos',
  },
  en: {
    title: 'Inbox',
    lead: 'What the shop wants you to see; it comes by itself.',
    kind: 'Kind',
    all: 'All',
    urgency: 'Urgency',
    nothing: 'Nothing here. When stock runs low or a price moves, it appears.',
    when: 'When',
    what: 'What',
    bell: 'Inbox',
    bellNew_one: 'Inbox: {{count}} new',
    bellNew_other: 'Inbox: {{count}} new',
  },
});
