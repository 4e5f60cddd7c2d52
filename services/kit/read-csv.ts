/** Reads the records of a CSV one after another, each with its line; what cannot be read is told and skipped. */
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { separatorOf } from './csv-text.ts';
import type { Wording } from './wording.ts';

export interface CsvRecord {
  /** Trimmed; records may have more cells than others or fewer. */
  cells: string[];
  /** Where the record ends in the file, which begins with line 1. */
  line: number;
}

/** A record whose cells cannot be told apart; the wording is for the person who made the file. */
export interface CsvFault extends Wording {
  line: number;
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

const chunkLength = 65_536;
const maxRecordLength = 20_000;

/** Takes turns with whatever else the process does. Empty lines are left out. */
export async function* readCsv(
  text: string,
  onFault: (fault: CsvFault) => void,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter: separatorOf(text),
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordLength,
    skip_records_with_error: true,
    on_skip: (error) => void onFault(faultOf(error)),
  });
  const parsed: AsyncIterable<Parsed> = Readable.from(chunksOf(text)).pipe(parser);
  for await (const { record, info } of parsed) yield { cells: record, line: info.lines };
}

function* chunksOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += chunkLength) {
    yield text.slice(start, start + chunkLength);
  }
}

const tooLong: Wording = {
  message: 'the row is too long; is a quote left open?',
  pt: 'a linha é longa demais; há aspas sem fechar?',
};
const badQuotes: Wording = {
  message: 'its quotes are not closed, or stand inside a text',
  pt: 'as aspas não se fecham, ou estão dentro de um texto',
};

function faultOf(error: CsvError | undefined): CsvFault {
  const line = typeof error?.lines === 'number' ? error.lines : 1;
  return { line, ...(error?.code === 'CSV_MAX_RECORD_SIZE' ? tooLong : badQuotes) };
}
