/** Returns the headers of a file of the pages. Their policy allows only files and connections that the page needs. */
export function pageHeaders(streamUrl: string, file: string): Readonly<Record<string, string>> {
  // The token page handles secrets, so it can connect to nobody.
  const connections = file.endsWith('tokens.html')
    ? "'none'"
    : `'self' ${streamUrl} ${streamUrl.replace(/^http/, 'ws')}`
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${connections}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
}
