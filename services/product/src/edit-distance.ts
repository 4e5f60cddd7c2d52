/** How many typing errors lie between a word that was typed and one that exists. */

/** Errors that are forgiven: none in words of one or two letters, one up to five, two in longer ones. */
export function forgiven(word: string): number {
  const { length } = word;
  if (length < 3) return 0;
  return length < 6 ? 1 : 2;
}

/**
 * The least number of letters that were left out, added, mistaken or swapped with the next one (optimal string
 * alignment) between `typed` and `word`, or a beginning of `word`: who types need not end.
 */
export function typingErrors(typed: string, word: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: word.length + 1 }, (_none, column) => column);
  for (let row = 1; row <= typed.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= word.length; column += 1) {
      const isSame = typed[row - 1] === word[column - 1];
      const isSwapped =
        row > 1 &&
        column > 1 &&
        typed[row - 1] === word[column - 2] &&
        typed[row - 2] === word[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(...last);
}

const at = (row: number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
