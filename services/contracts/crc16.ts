/** CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF, nothing reflected (EMV QR codes, counter.md). */

/** The checksum of ASCII text, 0 to 65535: `123456789` → 0x29B1. */
export const crc16 = (text: string): number => {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    }
    crc &= 0xffff;
  }
  return crc;
};
