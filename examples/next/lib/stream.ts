import { streamTokenProvider } from '@stream-token/next'
import { getSession } from './session'

/** Returns the signed-in user. It reads only the session. Sessions from before the user's last log-out get no token. */
async function verifyUser() {
  const { userId, signedInAt = 0 } = await getSession()
  return userId && { id: userId, signedInAt }
}

export const stream = streamTokenProvider(verifyUser)
