/** Words of logging in. */
import { defineWords } from '../i18n/words.ts';

export const sessionWords = defineWords({
  'pt-BR': {
    logIn: 'Entrar',
    email: 'E-mail',
    password: 'Senha',
    name: 'Seu nome',
    firstTitle: 'Bem-vindo ao Balcão',
    firstLead: 'A loja é nova. Cadastre-se: o primeiro usuário é o administrador.',
    register: 'Abrir a loja',
    passwordHint: 'Dez letras ou mais; uma frase é mais fácil de lembrar.',
    expiredTitle: 'A sua sessão terminou',
    expiredLead: 'Entre de novo para continuar de onde parou. Nada se perdeu.',
    someoneElse: 'Entrar com outro usuário',
    unreachable: 'A loja não responde.',
  },
  en: {
    logIn: 'Log in',
    email: 'E-mail',
    password: 'Password',
    name: 'Your name',
    firstTitle: 'Welcome to Balcão',
    firstLead: 'The shop is new. Register: the first user is the administrator.',
    register: 'Open the shop',
    passwordHint: 'Ten letters or more; a sentence is easier to remember.',
    expiredTitle: 'Your session has ended',
    expiredLead: 'Log in again to go on where you were. Nothing is lost.',
    someoneElse: 'Log in as somebody else',
    unreachable: 'The shop does not answer.',
  },
});
