/** Reads single values out of an S3 server's XML, which is flat and has no attributes that matter. */

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** What stands in each `<name>…</name>`, in their order; of a nested element its XML, to be read further. */
export function xmlParts(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'));
  return [...found].map(([, inner = '']) => inner);
}

/** The texts of all elements of this name, decoded. */
export function xmlTexts(xml: string, name: string): string[] {
  return xmlParts(xml, name).map((text) =>
    text.replace(/&(?:#(\d+)|#x([\da-f]+)|lt|gt|quot|apos|amp);/gi, (whole, decimal, hex) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return entities[whole] ?? whole;
    }),
  );
}

/** The first one's text. */
export function xmlText(xml: string, name: string): string | undefined {
  return xmlTexts(xml, name)[0];
}
