import { endSessions } from '@/lib/session'
import { stream } from '@/lib/stream'

/** Signs out everywhere: ends the user's sessions, then revokes the user's tokens. */
export const DELETE = stream.revokeOnLogout(endSessions, () => new Response(null, { status: 204 }))
