import type { ErrorReason } from '@stream-token/core'

/** The wire format of a refusal, independent of the code that sends it. */
export interface ProblemFacts {
  readonly status: number
  readonly code?: 5 | 40 | 41 | 42 | 43
  readonly challenge?: string
  readonly retryAfter?: string
}

const invalidToken = (code: 5 | 40 | 41 | 42 | 43, description: string): ProblemFacts => ({
  status: 401,
  code,
  challenge: `Bearer error="invalid_token", error_description="${description}"`,
})

/** The wire format of every reason that a case expects. */
export const PROBLEM_FACTS: { readonly [Reason in ErrorReason]?: ProblemFacts } = {
  body_invalid: { status: 400 },
  body_timeout: { status: 408 },
  body_too_large: { status: 413 },
  date_in_future: { status: 400 },
  forbidden: { status: 403 },
  identity_invalid: { status: 500 },
  internal_error: { status: 500 },
  method_not_allowed: { status: 405 },
  not_found: { status: 404 },
  origin_forbidden: { status: 403 },
  overloaded: { status: 503, retryAfter: '1' },
  rate_limited: { status: 429, retryAfter: '1' },
  reauthentication_required: { status: 401, challenge: 'Bearer error="insufficient_user_authentication"' },
  revocation_forbidden: { status: 403 },
  revocation_in_force: { status: 503, retryAfter: '1' },
  revocation_invalid: { status: 400 },
  revocation_not_stored: { status: 503, retryAfter: '1' },
  revocation_state_unknown: { status: 503, retryAfter: '1' },
  stream_api_failed: { status: 502 },
  token_ambiguous: {
    status: 400,
    code: 5,
    challenge: 'Bearer error="invalid_request", error_description="more than one credential"',
  },
  token_expired: invalidToken(40, 'expired'),
  token_malformed: invalidToken(5, 'malformed'),
  token_missing: { status: 401, code: 5, challenge: 'Bearer' },
  token_not_yet_valid: invalidToken(41, 'not yet valid'),
  token_revoked: invalidToken(40, 'revoked'),
  token_signature_invalid: invalidToken(43, 'signature invalid'),
  token_used_before_issued: invalidToken(42, 'used before issued'),
  token_wrong_kind: invalidToken(5, 'wrong kind of token'),
  unauthenticated: { status: 401, challenge: 'Bearer' },
  unsupported_media_type: { status: 415 },
  user_blocked: { status: 403 },
  verify_user_failed: { status: 500 },
  verify_user_timeout: { status: 503, retryAfter: '1' },
}
