/** Guarantees of what is told outside: words of a public list, no name of a person, no document, no exact amount. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskDescription, readPublicWords } from './public-words.ts';
import { askFor, readAnswer } from './question.ts';

const words = readPublicWords();
/** The commonest of Brazil, of either sex, with the commonest surnames. */
const names =
  `maria jose ana joao antonio francisco carlos paulo pedro lucas luiz marcos luis gabriel rafael daniel
  marcelo bruno eduardo felipe rodrigo manoel mateus andre fernando fabio leonardo gustavo guilherme leandro tiago
  anderson ricardo marcio jorge sebastiao alexandre roberto edson diego vitor sergio claudio adriana juliana marcia
  fernanda patricia aline sandra camila amanda bruna jessica leticia julia luciana vanessa mariana gabriela vera vitoria
  larissa claudia beatriz rita luana sonia renata eliane aurora rosa silva santos oliveira souza sousa lima pereira ferreira
  costa rodrigues almeida nascimento alves carvalho araujo ribeiro barbosa barros freitas gomes martins rocha dias moreira
  vieira nunes mendes cardoso teixeira moura batista soares lopes fernandes andrade campos machado marques monteiro
  ramos reis cruz leite flores cordeiro coelho pinto castro melo duarte toledo salgado bezerra`.split(
    /\s+/,
  );

describe('maskDescription', () => {
  it('shows words of the public list only, whatever the text', () => {
    const anyText = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...words),
        fc.constantFrom(...names),
      ),
    );
    fc.assert(
      fc.property(anyText, (parts) => {
        const shown = maskDescription(parts.join(' '), words);
        for (const word of shown?.split(' ') ?? [])
          assert.ok(word === '…' || words.has(word), word);
      }),
    );
  });

  it('knows no name of a person and no number', () => {
    for (const word of words) assert.match(word, /^[a-z]+$/);
    assert.deepEqual(
      names.filter((name) => words.has(name)),
      [],
    );
  });

  it('leaves out who was paid, with which document, and keeps what for', () => {
    const description = 'PIX ENVIADO João Krzywicki 123.456.789-09 borracharia pneu';
    assert.equal(maskDescription(description, words), 'pix enviado … borracharia pneu');
    assert.equal(maskDescription('ÁGUA e ESGÔTO', words), 'agua … esgoto');
  });

  it('is null where nothing may be told', () => {
    for (const description of ['João da Silva', '123.456.789-09', '???']) {
      assert.equal(maskDescription(description, words), null);
    }
  });
});

describe('the question and its answer', () => {
  const choices = [
    { slug: 'energy', name: 'Electricity' },
    { slug: 'gas', name: 'Gas' },
  ];

  it('names the choices, and the size of the amount but not the amount', () => {
    const { instructions, text } = askFor(choices, { description: 'luz', amountMinor: 34_567 });
    assert.match(instructions, /energy: Electricity\ngas: Gas$/);
    assert.equal(text, 'luz\nabout R$ 300');
  });

  it('takes one of the choices and nothing else for an answer', () => {
    for (const said of ['energy', ' Energy.\n', '"energy"']) {
      assert.equal(readAnswer(said, choices), 'energy');
    }
    for (const said of ['none', '', 'It is energy', 'rent', 'energy gas']) {
      assert.equal(readAnswer(said, choices), null);
    }
  });
});
