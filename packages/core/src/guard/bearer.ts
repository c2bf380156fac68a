import { TokenProviderError } from '../errors/errors.js'

/**
 * Returns the token from the values of `Authorization`; the scheme is case-insensitive.
 *
 * @param another whether the request also carries a token in another place
 * @throws {TokenProviderError} `token_missing`, `token_ambiguous`
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(authorization: readonly string[], another = false): string {
  const [value, more] = authorization
  // Web Headers join repeated headers with a comma: a scheme after a comma is a second credential.
  if (more !== undefined || (value !== undefined && /,\s*[a-z]+ /i.test(value))) {
    throw new TokenProviderError('token_ambiguous')
  }
  const token = /^bearer +(.+)$/i.exec(value ?? '')?.[1]
  if (token === undefined) throw new TokenProviderError('token_missing')
  if (another) throw new TokenProviderError('token_ambiguous')
  return token
}
