/** Words of the field that finds a product. */
import { defineWords } from '../i18n/words.ts';

export const pickerWords = defineWords({
  'pt-BR': {
    placeholder: 'Nome, código ou leitor…',
    products: 'Produtos',
    nothing: 'Nenhum produto com este nome ou código.',
  },
  en: {
    placeholder: 'Name, code or scan…',
    products: 'Products',
    nothing: 'No product with this name or code.',
  },
});
