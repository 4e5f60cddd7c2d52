/** Cuts a stream of bytes into pieces of one size, and says which is the last. */

export interface Piece {
  piece: Buffer<ArrayBuffer>;
  isLast: boolean;
}

/** All pieces have `size` bytes but the last, which has 0 to `size`. There is always a last one. */
export async function* inPieces(
  source: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<Piece> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const bytes of source) {
    held.push(bytes);
    length += bytes.length;
    // One byte more than a piece has to be there before it is known not to be the last.
    if (length <= size) continue;
    let all = Buffer.concat(held, length);
    for (; all.length > size; all = all.subarray(size))
      yield { piece: all.subarray(0, size), isLast: false };
    held = [all];
    length = all.length;
  }
  yield { piece: Buffer.concat(held, length), isLast: true };
}
