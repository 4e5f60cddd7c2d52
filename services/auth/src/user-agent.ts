/** Tells of a User-Agent header what helps a person to recognise a device, and nothing that identifies it further. */

const systems: [RegExp, string][] = [
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\b(Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** In this order, since most browsers also call themselves by the names further down. */
const browsers: [RegExp, string][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

/** The name of a program that says no more, such as `curl/8.5.0`. */
const program = /^([A-Za-z][\w.-]{0,39})(?:\/|\s|$)/;

/** `Firefox on Android`, `Windows`, `curl`; null for nothing that is known. Without versions: those change. */
export function coarseUserAgent(header: string | undefined): string | null {
  if (header === undefined) return null;
  const browser = nameIn(header, browsers);
  const system = nameIn(header, systems);
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  if (browser !== undefined || system !== undefined) return browser ?? system ?? null;
  return program.exec(header)?.[1] ?? null;
}

function nameIn(header: string, names: [RegExp, string][]): string | undefined {
  return names.find(([pattern]) => pattern.test(header))?.[1];
}
