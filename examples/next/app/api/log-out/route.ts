import { endSession } from '@/lib/session'
import { stream } from '@/lib/stream'

export const POST = stream.revokeOnLogout(endSession, () =>
  Response.json({ message: 'You are logged out on all devices.' }),
)
