/** Words of moving the catalogue in and out: spreadsheets and scales. */
import type { ImportedRow } from '@balcao/contracts/api/product-import.ts';
import type { LabelFault } from '@balcao/contracts/scale-label.ts';
import type { Text } from '../i18n/language.ts';
import { defineWords } from '../i18n/words.ts';

export const outcomeNames: Record<ImportedRow['outcome'], Text> = {
  created: { 'pt-BR': 'Novo', en: 'New' },
  updated: { 'pt-BR': 'Muda', en: 'Changes' },
  unchanged: { 'pt-BR': 'Igual', en: 'Same' },
  refused: { 'pt-BR': 'Recusado', en: 'Refused' },
};

export const faultNames: Record<LabelFault, Text> = {
  not_a_label: { 'pt-BR': 'Não é uma etiqueta de balança.', en: 'This is no label of a scale.' },
  wrong_check_digit: {
    'pt-BR': 'O dígito verificador não confere: leia de novo.',
    en: 'The check digit is wrong: scan again.',
  },
  other_layout: {
    'pt-BR': 'A etiqueta é de outro formato: confira a balança ou o formato da loja.',
    en: "The label has another layout: check the scale or the shop's layout.",
  },
  zero_code: { 'pt-BR': 'O código do produto é zero.', en: 'The code of the product is zero.' },
  zero_value: { 'pt-BR': 'O valor ou o peso é zero.', en: 'The value or weight is zero.' },
};

export const transferWords = defineWords({
  'pt-BR': {
    title: 'Importar e exportar',
    lead: 'Uma planilha em CSV: quem tem o SKU conhecido muda, os outros entram. Tudo ou nada.',
    export: 'Baixar o catálogo',
    file: 'Arquivo CSV',
    fileHint: 'Colunas: sku, name, category, unit, price, cost, plu, barcode, shelfLifeDays',
    preview: 'Conferir',
    apply: 'Importar',
    applied: 'O catálogo foi importado.',
    summary:
      'Novos: {{created}} · mudam: {{updated}} · iguais: {{unchanged}} · recusados: {{refused}}',
    refusedHint: 'Corrija as linhas recusadas e confira de novo: nada foi importado.',
    ready: 'Nada foi escrito ainda. Confira e importe.',
    rows: 'Linhas do arquivo',
    line: 'Linha',
    sku: 'SKU',
    outcome: 'O que acontece',
    problem: 'Problema',
    noRows: 'O arquivo não tem linhas.',
    scalesTitle: 'Balanças',
    scalesLead: 'Os preços vão para as balanças por arquivo; as etiquetas voltam pelo leitor.',
    load: 'Carga de balança',
    loadLead: 'Escolha a família da sua balança. O arquivo traz todos os produtos com PLU.',
    download: 'Baixar para {{family}}',
    layout: 'Formato da etiqueta',
    layoutIs: 'O formato da loja é',
    layoutLead:
      'C é o código, T o total, P o peso, Q as peças. É uma configuração da instalação: quem instala muda.',
    layoutTried: 'Formato a testar',
    layoutHint: 'Da lista, ou padrões como 21.....{NNDDD},23.....{NNNDD}',
    noLayout: 'Nenhuma balança escreve assim: escolha um da lista ou escreva um padrão.',
    otherThanOwn: 'O caixa ainda lê pelo formato da loja. Para mudar, quem instala a loja escreve:',
    test: 'Leia uma etiqueta para testar',
    testButton: 'Testar',
    reads: 'Lida por este formato',
    code: 'Código do produto',
    total: 'Total',
    weight: 'Peso',
    sells: 'No caixa seria',
    stale: 'A etiqueta foi impressa com outro preço.',
  },
  en: {
    title: 'Import and export',
    lead: 'A spreadsheet as CSV: products of a known SKU change, the others are added. All or nothing.',
    export: 'Download the catalogue',
    file: 'CSV file',
    fileHint: 'Columns: sku, name, category, unit, price, cost, plu, barcode, shelfLifeDays',
    preview: 'Check',
    apply: 'Import',
    applied: 'The catalogue was imported.',
    summary:
      'New: {{created}} · changed: {{updated}} · the same: {{unchanged}} · refused: {{refused}}',
    refusedHint: 'Correct the refused rows and check again: nothing was imported.',
    ready: 'Nothing is written yet. Look it over, then import.',
    rows: 'Rows of the file',
    line: 'Line',
    sku: 'SKU',
    outcome: 'What happens',
    problem: 'Problem',
    noRows: 'The file has no rows.',
    scalesTitle: 'Scales',
    scalesLead: 'Prices go to the scales by file; labels come back by the scanner.',
    load: 'Load files',
    loadLead: 'Choose the family of your scale. The file has all products with a PLU.',
    download: 'Download for {{family}}',
    layout: 'Layout of the label',
    layoutIs: "The shop's layout is",
    layoutLead:
      'C is the code, T the total, P the weight, Q the pieces. It is a setting of the installation: who installs it changes it.',
    layoutTried: 'Layout to test',
    layoutHint: 'One of the list, or patterns such as 21.....{NNDDD},23.....{NNNDD}',
    noLayout: 'No scale writes it so: choose one of the list, or write a pattern.',
    otherThanOwn:
      "The till still reads by the shop's layout. To change it, who installs the shop writes:",
    test: 'Scan a label to test',
    testButton: 'Test',
    reads: 'Read by this layout',
    code: 'Code of the product',
    total: 'Total',
    weight: 'Weight',
    sells: 'At the till it would be',
    stale: 'The label was printed at another price.',
  },
});
