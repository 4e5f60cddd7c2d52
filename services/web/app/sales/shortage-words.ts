/** Words of what a sale was refused for; few, because the till loads them at once. */
import { defineWords } from '../i18n/words.ts';

export const shortageWords = defineWords({
  'pt-BR': { left: '{{name}}: {{available}} em estoque, {{requested}} na venda' },
  en: { left: '{{name}}: {{available}} in stock, {{requested}} in the sale' },
});
