import { streamTokenProvider } from '@stream-token/next'
import { signedInUser } from './session'
import { streamUrl } from './stream-url'

/**
 * Returns the signed-in user, and when they signed in. It reads only the session, never the body, the query or a header. A
 * session from before a revocation of the user gets no token: they must sign in again.
 */
async function verifyUser(): Promise<{ id: string; expiresIn: number; signedInAt: number } | undefined> {
  const user = await signedInUser()
  return user && { id: user.id, expiresIn: user.expiresIn, signedInAt: user.signedInAt }
}

/**
 * Whether the user may revoke and block. Allow only your admins here; in this demo, every signed-in user is one. It
 * checks the session, not a Stream token, because the token may be revoked.
 */
async function authorizeRevocation(): Promise<boolean> {
  return (await signedInUser())?.isAdmin === true
}

const streamApi = { baseUrl: streamUrl }

// app/stream/[...stream]/route.ts exports its handlers. POST /stream/token issues a token for the user that verifyUser
// returns. With authorizeRevocation there are also POST /stream/revocations and GET /stream/revocations/{userId}.
export const stream = streamTokenProvider(verifyUser, { streamApi, authorizeRevocation })
