/** What browsers are told to refuse, so that text smuggled into a page stays text. */

/**
 * No script but our files, no page around ours, nobody else to talk to. Styles may be inline: Radix locks the
 * scrolling of the page behind a dialog by them, and Recharts places its parts so; they run nothing.
 */
const policy = (ancestors: "'none'" | "'self'") =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    `frame-ancestors ${ancestors}`,
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');

/**
 * Scanners, scales and printers come by USB and serial ports, labels by the camera. No Strict-Transport-Security: whether
 * a shop has https is known to its ingress, and a local network may have none.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy("'none'"),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(self), usb=(self), serial=(self), microphone=(), geolocation=(), payment=()',
};

/** For what stands in a frame of our own page, in a sandbox: its page, and the script that it loads without an origin. */
export const framedHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'Content-Security-Policy': policy("'self'"),
  'X-Frame-Options': 'SAMEORIGIN',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
