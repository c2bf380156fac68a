import { streamTokenProvider } from '@stream-token/next'
import { signedInUser } from './session'
import { streamUrl } from './stream-url'

/** The whole answer to "who is it?": the session. Not the body, not the query, not a header. */
async function verifyUser(): Promise<{ id: string; expiresIn: number } | undefined> {
  const user = await signedInUser()
  return user && { id: user.id, expiresIn: user.expiresIn }
}

/**
 * The whole answer to "who may revoke and block?". Name your admins here, and nobody else: in this demo every user who
 * is signed in is one, also of the others. It asks the session, not a Stream token, which may be what is revoked.
 */
async function authorizeRevocation(): Promise<boolean> {
  return (await signedInUser())?.isAdmin === true
}

const streamApi = { baseUrl: streamUrl }

// All of it: app/stream/[...stream]/route.ts exports its handlers, and POST /stream/token answers a token for whoever
// verifyUser names. With authorizeRevocation there is POST /stream/revocations too, and GET /stream/revocations/{userId}.
export const stream = streamTokenProvider(verifyUser, { streamApi, authorizeRevocation })
