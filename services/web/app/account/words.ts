/** Words of one's own account. */
import { defineWords } from '../i18n/words.ts';

export const accountWords = defineWords({
  'pt-BR': {
    title: 'Minha senha',
    lead: 'Quando você muda a senha, as suas outras sessões terminam.',
    current: 'Senha atual',
    next: 'Nova senha',
    again: 'Nova senha, mais uma vez',
    differ: 'As duas não são iguais.',
    hint: 'Dez letras ou mais; uma frase é mais fácil de lembrar.',
    change: 'Mudar a senha',
    changed: 'A senha foi mudada.',
  },
  en: {
    title: 'My password',
    lead: 'When you change it, your other sessions end.',
    current: 'Current password',
    next: 'New password',
    again: 'New password, once more',
    differ: 'The two are not the same.',
    hint: 'Ten letters or more; a sentence is easier to remember.',
    change: 'Change the password',
    changed: 'The password was changed.',
  },
});
