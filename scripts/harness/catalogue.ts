/** A catalogue as a large butcher might have it, from a seed of its own: the same names every time. */

const cuts = (
  'Picanha,Alcatra,Contrafilé,Filé mignon,Maminha,Fraldinha,Costela,Cupim,Acém,Paleta,Músculo,Coxão mole,' +
  'Coxão duro,Lagarto,Patinho,Peito,Capa de filé,Ossobuco,Rabada,Língua,Fígado,Coração,Dobradinha,Linguiça,' +
  'Salsicha,Bacon,Pernil,Lombo,Copa lombo,Panceta,Bisteca,Joelho,Frango inteiro,Sobrecoxa,Asa,Moela,Cordeiro'
).split(',');
const kinds = (
  'bovina,suína,maturada,resfriada,congelada,temperada,defumada,orgânica,angus,nelore,wagyu,caipira,em cubos,' +
  'em bifes,moída,em tiras,com osso,sem osso,fatiada,recheada,a vácuo,especial,da casa,toscana,calabresa'
).split(',');
const makers = (
  'Boa Vista,Serra Azul,Campo Belo,Três Irmãos,Santa Rita,Estância,Vale Verde,Pampa,Cerrado,Aurora do Sul,' +
  'Fazenda Nova,Rio Claro,Monte Alto,Boi Dourado,São Bento,Porto Real,Bela Vista,Primavera,Ouro Fino,Sol Nascente'
).split(',');

/** The name of product `n`; names differ up to 37 × 25 × 20 products, and go on with a number. */
function nameOf(n: number): string {
  const cut = cuts[n % cuts.length] ?? '';
  const kind = kinds[Math.floor(n / cuts.length) % kinds.length] ?? '';
  const maker = makers[Math.floor(n / (cuts.length * kinds.length)) % makers.length] ?? '';
  return `${cut} ${kind} ${maker} ${1 + Math.floor(n / (cuts.length * kinds.length * makers.length))}`;
}

/** A CSV that `POST /products/import` takes. */
export function catalogueCsv(count: number): string {
  const lines = Array.from({ length: count }, (_none, index) => {
    const n = index + 1;
    return `P${n};${nameOf(n)};Categoria ${n % 40};kg;${n},90;${n}`;
  });
  return ['sku;name;category;unit;price;plu', ...lines].join('\n');
}
