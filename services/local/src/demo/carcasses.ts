/** Carcasses and primal cuts: what each gives when it is broken down (desossa), and when it is delivered. */
import { demoId } from './dice.ts';
import type { DemoProduct, Goods } from './goods.ts';

export interface DemoCarcass {
  /** Of its template. */
  id: string;
  template: string;
  input: DemoProduct;
  /** Of one piece, in grams. */
  weightMilli: number;
  supplier: string;
  /** Shares of the weight, in basis points; the rest is bone, fat and trim. */
  cuts: { product: DemoProduct; basisPoints: number }[];
}

interface Carcass extends Omit<DemoCarcass, 'id' | 'input' | 'cuts'> {
  /** Name of the whole piece among the goods. */
  input: string;
  /** Cut → basis points. */
  yields: Readonly<Record<string, number>>;
}

/** After the yields that Brazilian slaughterhouses and butchers' courses give for bovine, swine and poultry. */
const carcasses: readonly Carcass[] = [
  {
    input: 'Traseiro bovino',
    template: 'Desossa de traseiro',
    weightMilli: 70_000,
    supplier: 'Frigorífico Serra Verde',
    yields: {
      'Picanha bovina': 240,
      'Miolo de alcatra': 560,
      Maminha: 200,
      'Filé mignon': 320,
      Contrafilé: 1_120,
      'Coxão mole': 1_260,
      'Coxão duro': 760,
      Patinho: 760,
      Lagarto: 370,
      'Músculo bovino': 600,
      Fraldinha: 210,
      'Carne para moer': 600,
      'Osso para sopa': 300,
    },
  },
  {
    input: 'Dianteiro bovino',
    template: 'Desossa de dianteiro',
    weightMilli: 60_000,
    supplier: 'Frigorífico Serra Verde',
    yields: {
      Acém: 1_800,
      'Paleta bovina': 1_750,
      'Peito bovino': 1_000,
      'Pescoço bovino': 900,
      'Músculo bovino': 650,
      Cupim: 350,
      'Carne para moer': 600,
      'Osso para sopa': 250,
    },
  },
  {
    input: 'Ponta de agulha',
    template: 'Desossa de ponta de agulha',
    weightMilli: 34_000,
    supplier: 'Frigorífico Serra Verde',
    yields: {
      'Costela bovina': 4_800,
      'Costela minga': 2_200,
      Matambre: 400,
      'Carne para moer': 800,
    },
  },
  {
    input: 'Meio suíno',
    template: 'Desossa de meio suíno',
    weightMilli: 42_000,
    supplier: 'Suinocultura Vale do Piranga',
    yields: {
      'Pernil suíno': 2_700,
      'Lombo suíno': 900,
      'Costelinha suína': 1_000,
      'Paleta suína': 1_500,
      Panceta: 1_400,
      'Copa lombo': 700,
      'Joelho suíno': 300,
      'Pé suíno': 250,
      Toucinho: 600,
    },
  },
  {
    input: 'Frango inteiro para desossa',
    template: 'Desossa de frango inteiro',
    weightMilli: 20_000,
    supplier: 'Avícola Boa Vista',
    yields: {
      'Filé de peito de frango': 2_300,
      'Coxa de frango': 1_350,
      'Sobrecoxa de frango': 1_650,
      'Coxinha da asa': 550,
      'Asa de frango': 450,
      'Carcaça de frango': 600,
    },
  },
  {
    input: 'Cordeiro inteiro',
    template: 'Desossa de cordeiro',
    weightMilli: 15_000,
    supplier: 'Cordeiros da Mantiqueira',
    yields: {
      'Pernil de cordeiro': 3_200,
      'Paleta de cordeiro': 1_800,
      'Carré de cordeiro': 1_100,
      'Costela de cordeiro': 1_600,
      'Pescoço de cordeiro': 800,
    },
  },
];

export function demoCarcasses(seed: number, goods: Goods): DemoCarcass[] {
  return carcasses.map(({ input, yields, ...carcass }) => ({
    id: demoId(seed, `template ${input}`),
    ...carcass,
    input: goods.named(input),
    cuts: Object.entries(yields).map(([name, basisPoints]) => ({
      product: goods.named(name),
      basisPoints,
    })),
  }));
}
