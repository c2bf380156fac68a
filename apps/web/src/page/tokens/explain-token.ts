import { isTokenProviderError } from '@stream-token/core'
import { type DecodedToken, decodeToken } from '@stream-token/core/adapter'
import { browserProvider } from './browser-provider.js'
import { bad, type Finding, good, note } from './finding.js'
import { subjectFindings } from './subject-findings.js'
import { timeFindings } from './time-findings.js'

/** What a token contains, and what that means. */
export interface Explanation {
  readonly token: string
  readonly decoded?: DecodedToken
  /** One sentence, without a time in it. */
  readonly verdict: Finding
  readonly findings: readonly Finding[]
}

/** Explains a token. With the secret it checks the signature too; `now` is in seconds. */
export async function explainToken(token: string, apiSecret: string, now: number): Promise<Explanation> {
  const decoded = decodeToken(token)
  if (decoded === undefined) {
    return { token, verdict: bad('This is not a Stream token.'), findings: [formFinding(token)] }
  }
  const { claims } = decoded
  const signature = decoded.isDevToken ? DEV_TOKEN : await signatureFinding(token, decoded, apiSecret)
  const dates = decoded.isDevToken ? [] : timeFindings(claims, now)
  const findings = [signature, ...subjectFindings(claims), ...dates]
  return { token, decoded, verdict: verdictOf(findings, decoded, apiSecret), findings }
}

const DEV_TOKEN = note(
  'A developer token: it has no signature. Stream accepts it only for an app whose authentication checks are off.',
)

function verdictOf(findings: readonly Finding[], { isDevToken }: DecodedToken, apiSecret: string): Finding {
  if (findings.some(({ level }) => level === 'bad')) return bad('Stream refuses this token.')
  if (isDevToken) return note('This token is for development only.')
  if (apiSecret === '')
    return note('Nothing is wrong with its content. Enter the secret to check the signature.')
  return good('This token is valid, unless it has been revoked.')
}

function formFinding(token: string): Finding {
  const parts = token.split('.').length
  if (parts !== 3)
    return bad(
      `It has ${parts} ${parts === 1 ? 'part' : 'parts'}. A token has three, with dots between them.`,
    )
  return bad('Its parts are not base64url of JSON. A piece may be missing, or a name may occur twice.')
}

/** Checks the form and the signature with the core. */
async function signatureFinding(
  token: string,
  { header, claims }: DecodedToken,
  apiSecret: string,
): Promise<Finding> {
  if (header.alg !== 'HS256')
    return bad(`Its algorithm is ${JSON.stringify(header.alg) ?? 'missing'}. Stream accepts only HS256.`)
  const kind = claims.server === true ? 'server' : 'user'
  try {
    // Without a secret, any will do: the form is checked before the signature.
    await browserProvider(apiSecret === '' ? crypto.randomUUID() : apiSecret).verifyToken(token, { kind })
  } catch (error) {
    if (!isTokenProviderError(error)) throw error
    if (error.reason === 'config_invalid') return note(`The signature was not checked. ${error.message}`)
    if (error.reason === 'token_malformed')
      return bad('Its form is not that of a Stream token. Stream refuses it with code 5.')
    if (error.reason === 'token_signature_invalid')
      return apiSecret === ''
        ? note('The signature was not checked: enter the secret.')
        : bad('Signed with another secret, or changed since. Stream refuses it with code 43.')
  }
  return good('Signed with this secret.')
}
