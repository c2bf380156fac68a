const meanings: Readonly<Record<number, string>> = {
  2: 'the API key is unknown',
  4: 'the request is invalid',
  5: 'authentication failed: the token is malformed or belongs to another user',
  9: 'too many requests',
  16: 'not found',
  17: 'not allowed for this user',
  40: 'the token has expired or was revoked',
  41: 'the token is not valid yet',
  42: 'the token is used before it was issued',
  43: 'the token was not signed with this app’s secret',
}

/** Describes an error code of Stream. */
export function streamCode(code: number): string {
  return meanings[code] ?? 'unknown to this page'
}
