const meanings: Readonly<Record<number, string>> = {
  2: 'the API key is unknown',
  4: 'the request is not valid',
  5: 'authentication failed: the token is malformed, or is not this user’s',
  9: 'too many requests',
  16: 'there is no such thing',
  17: 'this user may not do that',
  40: 'the token has expired, or was revoked',
  41: 'the token is not valid yet',
  42: 'the token is used before it was issued',
  43: 'the signature was not made with this app’s secret',
}

/** Stream's error code in words. */
export function streamCode(code: number): string {
  return meanings[code] ?? 'which this page has no words for'
}
