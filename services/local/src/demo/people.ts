/** Who works in the demo's shop, who delivers to it, and who buys there on a tab. */
import type { Role } from '@balcao/contracts/permissions.ts';
import { demoId } from './dice.ts';

export interface DemoUser {
  id: string;
  name: string;
  email: string;
  role: Role;
  password: string;
}

/** Passwords of a shop that is there to be looked at: `npm start -- --demo` prints them. */
const staff: readonly (readonly [name: string, role: Role, login: string, password: string])[] = [
  ['Marta Andrade', 'admin', 'marta', 'picanha na brasa'],
  ['Jonas Ferreira', 'seller', 'jonas', 'costela no bafo'],
  ['Rosa Lima', 'seller', 'rosa', 'linguica com farofa'],
  ['Davi Moreira', 'seller', 'davi', 'maminha bem passada'],
  ['Tereza Prado', 'stockist', 'tereza', 'cupim de panela'],
];

export function demoUsers(seed: number): DemoUser[] {
  return staff.map(([name, role, login, password]) => ({
    id: demoId(seed, `user ${login}`),
    name,
    email: `${login}@acougue.example`,
    role,
    password,
  }));
}

export interface DemoSupplier {
  id: string;
  name: string;
  /** Business days on which it delivers: 1 is Monday, 7 Sunday. */
  weekdays: readonly number[];
  /** Departments that it delivers. */
  departments: readonly string[];
}

const suppliers: readonly Omit<DemoSupplier, 'id'>[] = [
  { name: 'Frigorífico Serra Verde', weekdays: [2, 5], departments: ['BOV', 'BOS', 'MIU'] },
  { name: 'Casa de Carnes Prontas Ouro', weekdays: [2, 4, 6], departments: ['PRE'] },
  { name: 'Suinocultura Vale do Piranga', weekdays: [2, 5], departments: ['SUI'] },
  { name: 'Avícola Boa Vista', weekdays: [2, 5], departments: ['AVE'] },
  { name: 'Cordeiros da Mantiqueira', weekdays: [5], departments: ['COR'] },
  { name: 'Embutidos Santa Rita', weekdays: [3], departments: ['LIN', 'DEF'] },
  { name: 'Frios e Laticínios Canastra', weekdays: [4], departments: ['FRI', 'QUE', 'LAT'] },
  { name: 'Carvoaria Pau-Ferro', weekdays: [3], departments: ['CAR'] },
  { name: 'Panificadora Trigo Bom', weekdays: [2, 5], departments: ['PAO'] },
  { name: 'Temperos da Vovó Zilda', weekdays: [4], departments: ['TEM', 'MOL'] },
  { name: 'Distribuidora Sol de Bebidas', weekdays: [5], departments: ['BEB'] },
  { name: 'Atacado Bom Preço', weekdays: [3], departments: ['CON', 'MER'] },
];

export function demoSuppliers(seed: number): DemoSupplier[] {
  return suppliers.map((supplier) => ({
    id: demoId(seed, `supplier ${supplier.name}`),
    ...supplier,
  }));
}

export interface DemoCustomer {
  id: string;
  name: string;
  phone: string;
  /** 0: pays at once. */
  tabLimitMinor: number;
}

const customerNames: readonly string[] = [
  'Antônio Barbosa',
  'Aparecida Nunes',
  'Bar do Zeca',
  'Benedito Rocha',
  'Cantina da Nonna',
  'Célia Martins',
  'Cleusa Teixeira',
  'Conceição Araújo',
  'Dirceu Campos',
  'Edson Vieira',
  'Escola Pequeno Mundo',
  'Espetinho do Beto',
  'Fátima Ramos',
  'Francisco Duarte',
  'Geraldo Pinto',
  'Helena Castro',
  'Igreja São Judas',
  'Iraci Mendes',
  'João Batista Reis',
  'José Carlos Moura',
  'Lanchonete Avenida',
  'Lourdes Cardoso',
  'Luiz Gonzaga Freitas',
  'Márcia Correia',
  'Neusa Batista',
  'Osvaldo Pires',
  'Padaria Estrela',
  'Raimundo Alves',
  'Restaurante Sabor Mineiro',
  'Rita de Cássia Melo',
  'Sebastião Gomes',
  'Sônia Machado',
  'Terezinha Lopes',
  'Valdir Monteiro',
  'Vera Lúcia Dias',
  'Wilson Cunha',
];
/** Every third customer pays at once; houses that cook buy on a larger tab. */
const houses = /^(Bar|Cantina|Escola|Espetinho|Igreja|Lanchonete|Padaria|Restaurante)/;

export function demoCustomers(seed: number): DemoCustomer[] {
  return customerNames.map((name, index) => ({
    id: demoId(seed, `customer ${name}`),
    name,
    phone: `(31) 9${String(81_200_000 + index * 137_911)
      .padStart(8, '0')
      .replace(/(\d{4})(\d{4})/, '$1-$2')}`,
    tabLimitMinor: limitOf(name, index),
  }));
}

function limitOf(name: string, index: number): number {
  if (houses.test(name)) return 150_000;
  return index % 3 === 0 ? 0 : 40_000;
}
